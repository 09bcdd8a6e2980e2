import { identitiesOf } from './fhir/record-identity.ts';
import { foreignWhole, refuseForeign } from './pipeline/facility-match.ts';
import { type JudgedRecord, judgeRecords, type Stages } from './pipeline/judge-records.ts';
import { buildCheckReceipt, buildReceipt } from './pipeline/receipt.ts';
import type { FhirAnswer } from './pipeline/response-bundle.ts';
import { buildResponseBundle } from './pipeline/response-bundle.ts';
import { toStoredForm } from './pipeline/to-stored-form.ts';
import type { Gateway, SubmitResult } from './types/gateway.ts';
import type { Refusal, RuleCatalogue } from './types/issue.ts';
import type { FacilityPrincipal } from './types/principal.ts';
import type { DecodedEnvelope } from './types/source-record.ts';
import type { Store } from './types/store.ts';
import type { RawSubmission, SubmissionState } from './types/submission.ts';

export interface PipelineParts {
  readonly stages: Stages;
  readonly store: Store;
  readonly rules: RuleCatalogue;
  /** URI of the rule catalogue in OperationOutcomes. */
  readonly ruleSystem: string;
  /** Every accepted record is owed to each of these. */
  readonly destinations: readonly string[];
  readonly newId: () => string;
  /** Told after a commit, so that relays need not wait for their next look, and metrics count. */
  readonly onStored: (envelope: DecodedEnvelope, state: SubmissionState, records: readonly JudgedRecord[]) => void;
}

/**
 * The line: (receive -> authenticate ->) decode -> map -> validate -> store (-> forward -> measure).
 * Nothing is acknowledged before the store's transaction is on disk; a dry run takes the same way and stores nothing.
 */
export function createPipeline(parts: PipelineParts): Gateway {
  const { stages, store } = parts;
  return {
    async submit(principal, raw, { dryRun }) {
      const key = raw.idempotencyKey ?? raw.sha256;
      const earlier = dryRun ? undefined : await answerEarlier(parts, principal, raw, key);
      if (earlier !== undefined) return earlier;

      const { envelope, records: judged } = await judgeRecords(stages, principal.facility, raw);
      const refusal = refuseWhole(parts.rules, principal, envelope, judged);
      if (refusal !== undefined) return { kind: 'refused', refusal };
      const records = refuseForeign(parts.rules, principal.facility, judged);
      const response = raw.channel === 'fhir' ? await answerBundle(parts, principal, records) : undefined;
      if (dryRun)
        return {
          kind: 'checked',
          status: 200,
          receipt: buildCheckReceipt(raw, principal, envelope, records, parts.ruleSystem),
          ...response,
        };
      return keep(parts, principal, raw, envelope, records, response);
    },
    async receipt(principal, submissionId) {
      const found = await store.submission(principal.facility, submissionId);
      return found === undefined ? undefined : buildReceipt(found);
    },
    async receiptsOfEncounter(principal, recordKey) {
      const found = await Promise.all(
        identitiesOf(recordKey).map((identity) => store.submissionsOfRecord(principal.facility, identity)),
      );
      return found.flat().map(buildReceipt);
    },
  };
}

async function answerBundle(
  { store, ruleSystem }: PipelineParts,
  { facility }: FacilityPrincipal,
  records: readonly JudgedRecord[],
): Promise<FhirAnswer> {
  const references = records.flatMap(({ mapped }) => mapped.entries);
  return buildResponseBundle(records, await store.known(facility, references), ruleSystem);
}

async function keep(
  parts: PipelineParts,
  principal: FacilityPrincipal,
  raw: RawSubmission,
  envelope: DecodedEnvelope,
  records: readonly JudgedRecord[],
  response: FhirAnswer | undefined,
): Promise<SubmitResult> {
  const key = raw.idempotencyKey ?? envelope.idempotencyKey ?? raw.sha256;
  const submission = toStoredForm({ ...parts, principal, raw, key, envelope, records, response });
  const outcome = await parts.store.accept(submission);
  if (outcome.kind === 'conflict') return { kind: 'refused', refusal: conflict(parts.rules) };
  if (outcome.kind === 'replay') return replay(parts, principal, outcome.submissionId);
  parts.onStored(envelope, submission.state, records);
  const stored = await parts.store.submission(principal.facility, raw.id);
  if (stored === undefined) throw new Error(`submission ${raw.id} was committed and cannot be read`);
  return {
    kind: 'stored',
    status: submission.state === 'refused' ? 422 : 201,
    receipt: buildReceipt(stored),
    ...response,
  };
}

/** Same key and same bytes: the first answer again. Same key and other bytes: a conflict. */
async function answerEarlier(
  parts: PipelineParts,
  principal: FacilityPrincipal,
  raw: RawSubmission,
  key: string,
): Promise<SubmitResult | undefined> {
  const earlier = await parts.store.findByKey(principal.facility, key);
  if (earlier === undefined) return undefined;
  if (earlier.sha256 !== raw.sha256) return { kind: 'refused', refusal: conflict(parts.rules) };
  return replay(parts, principal, earlier.id);
}

async function replay(
  { store }: PipelineParts,
  { facility }: FacilityPrincipal,
  submissionId: string,
): Promise<SubmitResult> {
  const stored = await store.submission(facility, submissionId);
  if (stored === undefined) throw new Error(`submission ${submissionId} holds a key and cannot be read`);
  const response = stored.response === null ? undefined : { responseText: stored.response };
  return { kind: 'replayed', status: 200, receipt: buildReceipt(stored), ...response };
}

function conflict(rules: RuleCatalogue): Refusal {
  return { status: 409, issues: [rules.issue('LT-G002')] };
}

/** Refuses the whole: unreadable (400, or 413 when it is too much), another facility's (403), or nothing in it (422). */
function refuseWhole(
  rules: RuleCatalogue,
  { facility }: FacilityPrincipal,
  envelope: DecodedEnvelope,
  records: readonly JudgedRecord[],
): Refusal | undefined {
  const fatal = envelope.issues.find(({ rule }) => rule.severity === 'fatal');
  if (fatal !== undefined) return { status: fatal.rule.status ?? 400, issues: envelope.issues };
  const foreign = foreignWhole(rules, facility, envelope, records);
  if (foreign !== undefined) return { status: 403, issues: [foreign] };
  return records.length === 0 ? { status: 422, issues: [...envelope.issues, rules.issue('LT-G003')] } : undefined;
}
