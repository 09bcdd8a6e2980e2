import type { AcceptOutcome, IntakePort } from '../../types/intake.ts';
import type { PackedSubmission } from '../../types/packed-submission.ts';
import { lineOf } from '../become-current.ts';
import { packSubmission } from '../pack-submission.ts';
import { sealPersons } from '../programme-subjects.ts';
import { type DecideParts, type Decision, decide } from './accept-group.ts';
import { sendAudit } from './audit-log.ts';
import { createBatches } from './batches.ts';
import type { Database, Transaction } from './database.ts';
import { createFacilityReads } from './facility-reads.ts';
import { loadGroup, loadMore } from './load-working-set.ts';
import { LOCK_FACILITIES } from './locks.ts';
import { isOutage } from './postgres-code.ts';
import { releaseRecord } from './release-record.ts';
import { createSubjectKey } from './subject-key.ts';
import { sendChanges, sendSubmissions } from './write-changes.ts';

/** Submissions that share a transaction, at most, and bytes that they write. */
const MAX_SUBMISSIONS = 64;
const MAX_BYTES = 2 * 1024 * 1024;

/** Taking submissions, and showing them to their senders again. */
export function createIntakePort(
  database: Database,
  parts: DecideParts,
): IntakePort & { readonly close: () => Promise<void> } {
  const accepts = createBatches<PackedSubmission, AcceptOutcome>({
    run: (group) => acceptGroup(database, parts, group),
    max: MAX_SUBMISSIONS,
    maxSize: MAX_BYTES,
    sizeOf: ({ size }) => size,
  });
  const subjectKey = createSubjectKey(database, parts.newId);
  return {
    async accept(submission) {
      return accepts.add(await sealPersons(packSubmission(submission), subjectKey));
    },
    ...createFacilityReads(database),
    releaseRecord: (recordId, now) => releaseRecord(database, parts.newId, recordId, now),
    close: () => accepts.close(),
  };
}

type Outcomes = readonly (AcceptOutcome | Error)[];

/** All in one transaction; one by one when the server refuses something in it, so that one does not spoil the others. */
async function acceptGroup(
  database: Database,
  parts: DecideParts,
  group: readonly PackedSubmission[],
): Promise<Outcomes> {
  try {
    return await acceptTogether(database, parts, group);
  } catch (error) {
    if (group.length === 1 || isOutage(error)) throw error;
  }
  const outcomes: (AcceptOutcome | Error)[] = [];
  for (const one of group) {
    const [outcome] = await acceptTogether(database, parts, [one]).catch((error: Error) => [error]);
    outcomes.push(outcome as AcceptOutcome | Error);
  }
  return outcomes;
}

/** Two round trips, when nothing in it corrects what is there: locks and what is known, then all that it writes. */
function acceptTogether(database: Database, parts: DecideParts, group: readonly PackedSubmission[]): Promise<Outcomes> {
  return database.inTransaction(async (transaction) => {
    const [, loaded] = await Promise.all([
      transaction.rows(LOCK_FACILITIES, {
        facilities: group.map(({ submission }) => submission.facility),
        lines: group.flatMap(linesOf),
      }),
      loadGroup(transaction, group),
    ]);
    for (;;) {
      const decision = decide(loaded, group, parts);
      if ('outcomes' in decision) return send(transaction, decision);
      await loadMore(transaction, loaded, decision);
    }
  });
}

function send(transaction: Transaction, decision: Decision): Outcomes {
  sendSubmissions(transaction, decision.submissions);
  sendChanges(transaction, decision.changes);
  decision.evidence.send(transaction);
  sendAudit(transaction, decision.audit);
  return decision.outcomes;
}

function linesOf({ submission: { facility, records } }: PackedSubmission): string[] {
  return records.filter(({ owed }) => owed.length > 0).map((record) => lineOf(facility, record));
}
