import { identitiesOf } from './fhir/record-identity.ts';
import type { Preparation } from './pipeline/preparation/create-preparation.ts';
import type { Prepared } from './pipeline/preparation/prepare.ts';
import { buildCheckReceipt, buildReceipt, type ReceiptParts } from './pipeline/receipt.ts';
import { buildResponseBundle, type RecordAnswer } from './pipeline/response-bundle.ts';
import { withResponse } from './store/pack-submission.ts';
import type { Gateway, SubmitResult } from './types/gateway.ts';
import type { Refusal, RuleCatalogue } from './types/issue.ts';
import type { PackedSubmission } from './types/packed-submission.ts';
import type { FacilityPrincipal } from './types/principal.ts';
import type { Store } from './types/store.ts';
import type { FacilityCode, RawSubmission } from './types/submission.ts';

export interface PipelineParts extends ReceiptParts {
  readonly prepare: Preparation['prepare'];
  readonly store: Store;
  readonly rules: RuleCatalogue;
  /** Told after a commit, so that relays need not wait for their next look, and metrics count. */
  readonly onStored: (submission: PackedSubmission['submission']) => void;
}

type PreparedSubmission = Extract<Prepared, { kind: 'prepared' }>;

/**
 * The line: (receive -> authenticate ->) decode -> map -> validate -> store (-> forward -> measure). Its middle is
 * `pipeline/preparation/prepare.ts`, in this thread or another one.
 * Nothing is acknowledged before the store's transaction is on disk; a dry run takes the same way and stores nothing.
 */
export function createPipeline(parts: PipelineParts): Gateway {
  const { store, rules } = parts;
  let underWay = 0;

  async function submit(principal: FacilityPrincipal, raw: RawSubmission, dryRun: boolean): Promise<SubmitResult> {
    const { facility } = principal;
    const key = raw.idempotencyKey ?? raw.sha256;
    const earlier = dryRun ? undefined : await answerEarlier(parts, facility, raw, key);
    if (earlier !== undefined) return earlier;

    const prepared = await parts.prepare({ facility, raw }, underWay);
    if (prepared.kind === 'busy') return { kind: 'refused', refusal: busy(rules) };
    if (prepared.kind === 'refused') return prepared;
    const response = raw.channel === 'fhir' ? await answerBundle(store, facility, prepared.answers) : undefined;
    if (!dryRun) return keep(parts, prepared, response);
    const receipt = buildCheckReceipt(prepared.packed.submission, prepared.answers);
    return { kind: 'checked', status: 200, receipt, ...response };
  }

  return {
    async submit(principal, raw, { dryRun }) {
      underWay += 1;
      try {
        return await submit(principal, raw, dryRun);
      } finally {
        underWay -= 1;
      }
    },
    async receipt(principal, submissionId) {
      const found = await store.submission(principal.facility, submissionId);
      return found === undefined ? undefined : buildReceipt(found, parts);
    },
    async receiptsOfEncounter(principal, recordKey) {
      const found = await Promise.all(
        identitiesOf(recordKey).map((identity) => store.submissionsOfRecord(principal.facility, identity)),
      );
      const newestFirst = found.flat().toSorted((a, b) => b.receivedAt - a.receivedAt);
      return newestFirst.map((each) => buildReceipt(each, parts));
    },
  };
}

interface FhirAnswer {
  readonly responseText: string;
}

async function answerBundle(
  store: Store,
  facility: FacilityCode,
  answers: readonly RecordAnswer[],
): Promise<FhirAnswer> {
  const references = answers.flatMap(({ entries }) => entries);
  return { responseText: buildResponseBundle(answers, await store.known(facility, references)) };
}

async function keep(
  parts: PipelineParts,
  { packed }: PreparedSubmission,
  response: FhirAnswer | undefined,
): Promise<SubmitResult> {
  const { submission } = packed;
  const { facility, id, state } = submission;
  const outcome = await parts.store.accept(
    response === undefined ? packed : withResponse(packed, response.responseText),
  );
  if (outcome.kind === 'conflict') return { kind: 'refused', refusal: conflict(parts.rules) };
  if (outcome.kind === 'replay') return replay(parts, facility, outcome.submissionId);
  parts.onStored(submission);
  const stored = await parts.store.submission(facility, id);
  if (stored === undefined) throw new Error(`submission ${id} was committed and cannot be read`);
  return { kind: 'stored', status: state === 'refused' ? 422 : 201, receipt: buildReceipt(stored, parts), ...response };
}

/** Same key and same bytes: the first answer again. Same key and other bytes: a conflict. */
async function answerEarlier(
  parts: PipelineParts,
  facility: FacilityCode,
  raw: RawSubmission,
  key: string,
): Promise<SubmitResult | undefined> {
  const earlier = await parts.store.findByKey(facility, key);
  if (earlier === undefined) return undefined;
  if (earlier.sha256 !== raw.sha256) return { kind: 'refused', refusal: conflict(parts.rules) };
  return replay(parts, facility, earlier.id);
}

async function replay(parts: PipelineParts, facility: FacilityCode, submissionId: string): Promise<SubmitResult> {
  const stored = await parts.store.submission(facility, submissionId);
  if (stored === undefined) throw new Error(`submission ${submissionId} holds a key and cannot be read`);
  const response = stored.response === null ? undefined : { responseText: stored.response };
  return { kind: 'replayed', status: 200, receipt: buildReceipt(stored, parts), ...response };
}

function conflict(rules: RuleCatalogue): Refusal {
  return { status: 409, issues: [rules.issue('LT-G002')] };
}

/** Seconds after which there is room again for a large body, as a rule. */
const RETRY_AFTER = '5';

function busy(rules: RuleCatalogue): Refusal {
  return { status: 503, issues: [rules.issue('LT-R051')], headers: { 'Retry-After': RETRY_AFTER } };
}
