import { packSubmission } from '../../store/pack-submission.ts';
import type { Refusal, RuleCatalogue } from '../../types/issue.ts';
import type { PackedSubmission } from '../../types/packed-submission.ts';
import type { DecodedEnvelope } from '../../types/source-record.ts';
import type { FacilityCode, RawSubmission } from '../../types/submission.ts';
import { foreignWhole, refuseForeign } from '../facility-match.ts';
import { type JudgedRecord, judgeRecords, type Stages } from '../judge-records.ts';
import type { TellProgrammes } from '../programme-evidence.ts';
import { type RecordAnswer, toRecordAnswer } from '../response-bundle.ts';
import type { RouteRecord } from '../route-record.ts';
import { toStoredForm } from '../to-stored-form.ts';

/** One call, and whose it is. */
export interface PreparationTask {
  readonly facility: FacilityCode;
  readonly raw: RawSubmission;
}

/** What comes of a call by itself, before the store is asked anything. */
export type Prepared =
  | {
      readonly kind: 'prepared';
      /** As it will be kept, but for its answer. */
      readonly packed: PackedSubmission;
      /** What the answer says of each record. */
      readonly answers: readonly RecordAnswer[];
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface PrepareParts {
  readonly stages: Stages;
  readonly rules: RuleCatalogue;
  /** URI of the rule catalogue in OperationOutcomes. */
  readonly ruleSystem: string;
  /** Which destinations a record is owed to. */
  readonly route: RouteRecord;
  /** What a record tells of the further indicators. */
  readonly tell: TellProgrammes;
  /** UUIDv7. */
  readonly newId: () => string;
}

/** decode -> map -> validate -> route -> pack: all that costs time and needs neither the store nor the network. */
export type Prepare = (task: PreparationTask) => Promise<Prepared>;

/**
 * Prepares submissions. Refuses the whole: unreadable (400, or 413 when it is too much), another facility's (403), or
 * nothing in it (422). A record of another facility in it is refused alone.
 */
export function createPrepare(parts: PrepareParts): Prepare {
  return async ({ facility, raw }) => {
    const { envelope, records: judged } = await judgeRecords(parts.stages, facility, raw);
    const refusal = refuseWhole(parts.rules, facility, envelope, judged);
    if (refusal !== undefined) return { kind: 'refused', refusal };
    const records = refuseForeign(parts.rules, facility, judged);
    return {
      kind: 'prepared',
      packed: packSubmission(toStoredForm({ ...parts, facility, raw, envelope, records })),
      answers: records.map((record) => toRecordAnswer(record, parts.ruleSystem)),
    };
  };
}

function refuseWhole(
  rules: RuleCatalogue,
  facility: FacilityCode,
  envelope: DecodedEnvelope,
  records: readonly JudgedRecord[],
): Refusal | undefined {
  const fatal = envelope.issues.find(({ rule }) => rule.severity === 'fatal');
  if (fatal !== undefined) return { status: fatal.rule.status ?? 400, issues: envelope.issues };
  const foreign = foreignWhole(rules, facility, envelope, records);
  if (foreign !== undefined) return { status: 403, issues: [foreign] };
  return records.length === 0 ? { status: 422, issues: [...envelope.issues, rules.issue('LT-G003')] } : undefined;
}
