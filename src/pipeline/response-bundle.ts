import type { BundleEntry, OperationOutcome } from '@medplum/fhirtypes';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import type { RecordState } from '../types/submission.ts';
import type { JudgedRecord } from './judge-records.ts';
import { countOfRecord } from './record-kind.ts';

/** What the answer to a call says of one record. */
export interface RecordAnswer {
  readonly state: RecordState;
  /** True for a record that is one entry of a batch. */
  readonly isOfBatch: boolean;
  /** Entries of the Bundle that make the record; 1 for a form. */
  readonly count: number;
  /** `Type/id` of each entry in the gateway's ids; empty for a form. */
  readonly entries: readonly string[];
  /** Those of them that the sender deletes. */
  readonly deletes: readonly string[];
  /** Resources made of it, whatever became of it. */
  readonly resources: number;
  /** Null when there is nothing to say. */
  readonly outcome: OperationOutcome | null;
}

/** Of a record that was not accepted; an accepted one is answered entry by entry. */
const STATUS: Readonly<Record<Exclude<RecordState, 'accepted'>, string>> = {
  // Kept, and not forwarded before it is mended or released.
  quarantined: '202 Accepted',
  refused: '422 Unprocessable Entity',
};

/** What there is to say of a judged record. */
export function toRecordAnswer({ source, mapped, verdict }: JudgedRecord, ruleSystem: string): RecordAnswer {
  const isBundle = source.format === 'fhir-json';
  return {
    state: verdict.state,
    isOfBatch: isBundle && source.bundle.type === 'batch',
    count: isBundle ? countOfRecord(source) : 1,
    entries: mapped.entries,
    deletes: mapped.deletes,
    resources: mapped.resources.length,
    outcome: verdict.issues.length === 0 ? null : toOperationOutcome(verdict.issues, ruleSystem),
  };
}

/**
 * The FHIR answer to `POST /fhir` as JSON text: kept with the submission and replayed byte for byte. One entry for each
 * entry of the request: its status, the gateway's `Type/id` of what was taken, and the outcome.
 * A batch stands entry by entry; any other Bundle is one record, taken or refused as a whole.
 * @param known references under which the facility had a resource before
 * @source https://hl7.org/fhir/R4/http.html#transaction-response
 */
export function buildResponseBundle(answers: readonly RecordAnswer[], known: ReadonlySet<string>): string {
  const type = answers.some(({ isOfBatch }) => isOfBatch) ? 'batch-response' : 'transaction-response';
  const entry = answers.flatMap((answer) => answerEntries(answer, known));
  return JSON.stringify({ resourceType: 'Bundle', type, entry });
}

function answerEntries(
  { state, count, entries, deletes, outcome }: RecordAnswer,
  known: ReadonlySet<string>,
): BundleEntry[] {
  const gone = new Set(deletes);
  return Array.from({ length: count }, (_, place) => {
    const reference = entries[place];
    const isTaken = reference !== undefined && state !== 'refused' && !gone.has(reference);
    return {
      response: {
        status: state === 'accepted' ? acceptedStatus(reference ?? '', gone, known) : STATUS[state],
        ...(isTaken ? { location: reference } : {}),
        ...(outcome !== null && place === 0 ? { outcome } : {}),
      },
    };
  });
}

function acceptedStatus(reference: string, deletes: ReadonlySet<string>, known: ReadonlySet<string>): string {
  if (deletes.has(reference)) return '204 No Content';
  return known.has(reference) ? '200 OK' : '201 Created';
}
