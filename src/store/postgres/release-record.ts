import type { IntakePort } from '../../types/intake.ts';
import { createBecomeCurrent, lineOf, type Removals } from '../become-current.ts';
import { listOrNull } from '../record-row.ts';
import {
  createReleaseRecord,
  type QuarantinedRow,
  type QuarantinedVersion,
  readQuarantined,
} from '../release-record.ts';
import { createResourceVersions } from '../resource-versions.ts';
import type { Database, Reader } from './database.ts';
import { createEvidenceSums, type EvidenceSums } from './evidence.ts';
import { loadMore, loadRecord } from './load-working-set.ts';
import { LOCK_FACILITIES } from './locks.ts';
import { statement } from './statement.ts';
import { createWorkingSet, isLacking, NotLoadedError, type WorkingSet } from './working-set.ts';
import { sendChanges } from './write-changes.ts';

const FIND = statement<{ id: string }, QuarantinedRow>(
  `SELECT record.sequence, record.submission, record.facility, record.record_key AS key, record.version, submission.format,
     record.received_at AS "receivedAt", record.patient, record.payload, record.owed, record.deletes,
     record.replaces_episode AS "replacesEpisode", record.source, record.level, record.identity, record.signed
   FROM record JOIN submission ON submission.sequence = record.submission
   WHERE record.id = :id AND record.state = 'quarantined' AND record.kept = 'all'`,
);
const ACCEPT = statement<{ sequence: number; now: number; removed: string | null; removedProtected: string | null }>(
  `UPDATE record SET state = 'accepted', released_at = :now, removed = :removed, removed_protected = :removedProtected, owed = NULL, deletes = NULL,
     replaces_episode = NULL
   WHERE sequence = :sequence`,
);
const TELL_SUBMISSION = statement<{ submission: number }>(
  `UPDATE submission SET state = CASE
     WHEN EXISTS (SELECT 1 FROM record WHERE submission = :submission AND state <> 'accepted') THEN 'partly-accepted'
     ELSE 'accepted' END
   WHERE sequence = :submission`,
);

type Ending = Awaited<ReturnType<IntakePort['releaseRecord']>>;

interface Release {
  readonly ending: Ending;
  readonly removed: Removals | undefined;
  readonly working: WorkingSet;
  readonly evidence: EvidenceSums;
}

/** Takes a quarantined version for accepted; the locks of its facility and of its line are held meanwhile. */
export function releaseRecord(database: Database, newId: () => string, recordId: string, now: number): Promise<Ending> {
  return database.inTransaction(async (transaction) => {
    const [seen] = await transaction.rows(FIND, { id: recordId });
    if (seen === undefined) return 'unknown';
    const [, [row]] = await Promise.all([
      transaction.rows(LOCK_FACILITIES, { facilities: [seen.facility], lines: [lineOf(seen.facility, seen)] }),
      transaction.rows(FIND, { id: recordId }),
    ]);
    if (row === undefined) return 'unknown';
    const version = readQuarantined(row);
    const { ending, removed, working, evidence } = await decide(transaction, version, newId, now);
    if (removed === undefined) return ending;
    const { sequence, submission, facility, key, receivedAt } = version;
    transaction.send(ACCEPT, {
      sequence,
      now,
      removed: listOrNull(removed.open),
      removedProtected: listOrNull(removed.protected),
    });
    working.changes.superseding.push({ facility, record_key: key, version: version.version, at: receivedAt });
    transaction.send(TELL_SUBMISSION, { submission });
    sendChanges(transaction, working.changes);
    evidence.send(transaction);
    return ending;
  });
}

async function decide(reader: Reader, version: QuarantinedVersion, newId: () => string, now: number): Promise<Release> {
  const loaded = await loadRecord(reader, version.facility, version.key);
  for (;;) {
    const working = createWorkingSet(loaded, () => version.sequence);
    const evidence = createEvidenceSums();
    let removed: Removals | undefined;
    const release = createReleaseRecord({
      ...working,
      quarantined: {
        find: () => version,
        accept(_, removals) {
          removed = removals;
        },
      },
      becomeCurrent: createBecomeCurrent({ ...working, resources: createResourceVersions(working.resources), newId }),
      evidence,
    });
    const ending = unlessNotLoaded(() => release('', now));
    if (ending !== undefined && !isLacking(working)) return { ending, removed, working, evidence };
    await loadMore(reader, loaded, working.needs);
  }
}

function unlessNotLoaded<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof NotLoadedError) return undefined;
    throw error;
  }
}
