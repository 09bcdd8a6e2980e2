import type { AcceptOutcome } from '../../types/intake.ts';
import type { PackedSubmission, RecordContent } from '../../types/packed-submission.ts';
import type { EpochMs } from '../../types/submission.ts';
import { createBecomeCurrent } from '../become-current.ts';
import { createKeepRecord, type KeepRecord } from '../keep-record.ts';
import { submissionAudit } from '../pack-submission.ts';
import { createResourceVersions } from '../resource-versions.ts';
import type { NewEntry } from './audit-log.ts';
import { createEvidenceSums, type EvidenceSums } from './evidence.ts';
import type { KnownSubmission, LoadedGroup } from './load-working-set.ts';
import { type Changes, createWorkingSet, isLacking, type Needs, NotLoadedError, recordKeyOf } from './working-set.ts';

/** A submission that is new, with the number of its row. */
export interface NewSubmission extends PackedSubmission {
  readonly sequence: number;
}

/** What a group of submissions comes to. */
export interface Decision {
  /** In the order of the group. */
  readonly outcomes: readonly (AcceptOutcome | Error)[];
  readonly submissions: readonly NewSubmission[];
  readonly changes: Changes;
  readonly evidence: EvidenceSums;
  readonly audit: readonly NewEntry[];
}

export interface DecideParts {
  readonly clock: () => EpochMs;
  /** UUIDv7. */
  readonly newId: () => string;
}

/**
 * Decides, one after the other, what becomes of a group of submissions. Gives what is still to be loaded when it cannot
 * tell: then nothing was decided. A submission that cannot be kept at all has its error as outcome, and leaves nothing.
 */
export function decide(
  loaded: LoadedGroup,
  group: readonly PackedSubmission[],
  parts: DecideParts,
  failed: ReadonlyMap<PackedSubmission, Error> = new Map(),
): Decision | Needs {
  const records = loaded.recordNumbers.values();
  const working = createWorkingSet(loaded, () => records.next().value as number);
  const pass = createPass(loaded, createKeeper(working, parts), parts);
  const failures = new Map(failed);
  for (const packed of group) {
    if (failures.has(packed)) continue;
    try {
      pass.take(packed);
    } catch (error) {
      if (!(error instanceof NotLoadedError)) failures.set(packed, error as Error);
    }
  }
  if (isLacking(working)) return working.needs;
  // What it had changed until it failed is undone by deciding again without it.
  if (failures.size > failed.size) return decide(loaded, group, parts, failures);
  const outcomes = group.map((packed) => failures.get(packed) ?? (pass.outcomes.get(packed) as AcceptOutcome));
  return { ...pass, outcomes, changes: working.changes };
}

function createKeeper({ records, resources, ...tables }: ReturnType<typeof createWorkingSet>, { newId }: DecideParts) {
  const becomeCurrent = createBecomeCurrent({ ...tables, resources: createResourceVersions(resources), newId });
  return createKeepRecord({ records, becomeCurrent, worklist: tables.worklist });
}

function createPass(loaded: LoadedGroup, keepRecord: KeepRecord, { clock }: DecideParts) {
  const known = new Map<string, KnownSubmission>(loaded.submissions);
  const numbers = loaded.submissionNumbers.values();
  const outcomes = new Map<PackedSubmission, AcceptOutcome>();
  const submissions: NewSubmission[] = [];
  const evidence = createEvidenceSums();
  const audit: NewEntry[] = [];

  return {
    outcomes,
    submissions,
    evidence,
    audit,
    take(packed: PackedSubmission): void {
      const { submission, contents } = packed;
      const { facility, idempotencyKey, sha256, receivedAt, format, id } = submission;
      const key = recordKeyOf(facility, idempotencyKey);
      const earlier = known.get(key);
      if (earlier !== undefined) {
        const kind = earlier.sha256 === sha256 ? 'replay' : 'conflict';
        outcomes.set(packed, { kind, submissionId: earlier.id });
        return;
      }
      const sequence = numbers.next().value as number;
      const place = { submission: sequence, facility, format, receivedAt };
      const kinds = submission.records.flatMap((record, index) =>
        keepRecord(record, contents[index] as RecordContent, place),
      );
      known.set(key, { id, sha256 });
      submissions.push({ ...packed, sequence });
      evidence.add(facility, receivedAt, ['submissions', ...kinds]);
      if (kinds.includes('records-accepted')) evidence.noteAccepted(facility, receivedAt);
      const at = clock();
      audit.push({ at, entry: submissionAudit(submission, at) });
      outcomes.set(packed, { kind: 'stored' });
    },
  };
}
