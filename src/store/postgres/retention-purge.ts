import type { FacilityCode } from '../../types/submission.ts';
import { createLetGo, type LeavingVersion } from '../let-go.ts';
import { unpackRecord } from '../record-content.ts';
import type { ResourceKey } from '../resource-versions.ts';
import { type Candidate, wholeRecordKey } from '../retention-candidates.ts';
import { bulk } from './bulk.ts';
import {
  type ContentWorkingSet,
  createContentWorkingSet,
  type LoadedContent,
  loadHolders,
  loadPatients,
} from './content-working-set.ts';
import type { Reader, Transaction } from './database.ts';
import { ofFacility, statement } from './statement.ts';
import { NotLoadedError } from './working-set.ts';

interface VersionRow extends Omit<LeavingVersion, 'removed'> {
  readonly submission: number;
  /** JSON lists of what it deleted; null: nothing. */
  readonly removed: string | null;
  readonly removedProtected: string | null;
}

type Leaving = LeavingVersion & { readonly submission: number };

const VERSION = `
  SELECT facility, sequence, submission, record_key AS key, patient, payload, removed, removed_protected AS "removedProtected"
  FROM record WHERE facility = :facility AND`;
const VERSIONS_OF = ofFacility<{ facility: FacilityCode; key: string }, VersionRow>(
  `${VERSION} record_key = :key AND kept <> 'receipt' ORDER BY sequence`,
);
const VERSION_AT = ofFacility<{ facility: FacilityCode; sequence: number }, VersionRow>(
  `${VERSION} sequence = :sequence::bigint`,
);

interface Left {
  readonly sequence: number;
  readonly kept: 'current' | 'receipt';
  readonly payload: Buffer | null;
}

const LEAVE = bulk<Left>(
  { sequence: 'bigint', kept: 'text', payload: 'frame' },
  'UPDATE record SET kept = given.kept, payload = given.payload FROM given WHERE record.sequence = given.sequence',
);
const DROP_MESSAGES = statement<{ records: readonly number[] }>(
  `UPDATE message SET bytes = NULL
   WHERE bytes IS NOT NULL AND delivery IN (SELECT sequence FROM delivery WHERE record = ANY(:records::bigint[]))`,
);
const DROP_BYTES = statement<{ submissions: readonly number[] }>(
  `UPDATE submission SET bytes = NULL
   WHERE sequence = ANY(:submissions::bigint[])
     AND NOT EXISTS (SELECT 1 FROM record WHERE record.submission = submission.sequence AND record.kept <> 'receipt')`,
);
const DROP_MESSAGE = statement<{ delivery: number; attempt: number }>(
  'UPDATE message SET bytes = NULL WHERE delivery = :delivery::bigint AND attempt = :attempt::integer',
);

/**
 * Lets a candidate go, which nothing keeps; the lock of its facility is held. Rows of records and submissions stay, for
 * receipts, idempotency keys and the facts.
 */
export async function purge(transaction: Transaction, candidate: Candidate): Promise<void> {
  const { what, facility, sequence, attempt } = candidate;
  if (what === 'message') {
    transaction.send(DROP_MESSAGE, { delivery: sequence, attempt });
    return;
  }
  const isWholeRecord = what === 'record';
  const key = wholeRecordKey(candidate);
  const rows =
    key === null
      ? await transaction.rows(VERSION_AT, { facility, sequence })
      : await transaction.rows(VERSIONS_OF, { facility, key });
  const versions = rows.map(readVersion);
  const { left, working } = await decide(transaction, versions, isWholeRecord);
  working.send(transaction);
  LEAVE.send(transaction, left);
  if (!isWholeRecord) return;
  transaction.send(DROP_MESSAGES, { records: versions.map((version) => version.sequence) });
  transaction.send(DROP_BYTES, { submissions: [...new Set(versions.map(({ submission }) => submission))] });
}

async function decide(
  reader: Reader,
  versions: readonly Leaving[],
  isWholeRecord: boolean,
): Promise<{ readonly left: Left[]; readonly working: ContentWorkingSet }> {
  const loaded: LoadedContent = { holders: await loadHolders(reader, keysOf(versions)), patients: new Map() };
  for (;;) {
    const working = createContentWorkingSet(loaded);
    const left = letGoOf(working, versions, isWholeRecord);
    if (working.needs.size === 0) return { left, working };
    await loadPatients(reader, loaded, working.needs);
  }
}

/** Goes on past what is not loaded: so that all of it is asked for at once. */
function letGoOf({ rows }: ContentWorkingSet, versions: readonly Leaving[], isWholeRecord: boolean): Left[] {
  const letGo = createLetGo(rows);
  const kept = isWholeRecord ? 'receipt' : 'current';
  return versions.flatMap((version) => {
    try {
      return [{ sequence: version.sequence, kept, payload: letGo(version, isWholeRecord) }];
    } catch (error) {
      if (error instanceof NotLoadedError) return [];
      throw error;
    }
  });
}

function keysOf(versions: readonly LeavingVersion[]): ResourceKey[] {
  return versions.flatMap(({ facility, payload, removed }) => [
    ...(payload === null ? [] : unpackRecord(payload)).map(({ resourceType: type, id }) => {
      return { facility, type, id: String(id) };
    }),
    ...removed.map((reference) => {
      const [type = '', id = ''] = reference.split('/');
      return { facility, type, id };
    }),
  ]);
}

function readVersion({ removed, removedProtected, ...version }: VersionRow): Leaving {
  const open = removed === null ? [] : (JSON.parse(removed) as string[]);
  const covered = removedProtected === null ? [] : (JSON.parse(removedProtected) as { reference: string }[]);
  return { ...version, removed: [...open, ...covered.map(({ reference }) => reference)] };
}
