import type { BundleEntry, OperationOutcome } from '@medplum/fhirtypes';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import type { RecordState } from '../types/submission.ts';
import type { JudgedRecord } from './judge-records.ts';

/** The FHIR answer to `POST /fhir` as JSON text: kept with the submission and replayed byte for byte. */
export interface FhirAnswer {
  readonly responseText: string;
}

const STATUS: Readonly<Record<RecordState, string>> = {
  accepted: '201 Created',
  // Kept, and not forwarded before it is mended or released.
  quarantined: '202 Accepted',
  refused: '422 Unprocessable Entity',
};

/**
 * One entry for each entry of the request: its status, the gateway's `Type/id` of what was taken, and the outcome.
 * A batch stands entry by entry; any other Bundle is one record, taken or refused as a whole.
 * @source https://hl7.org/fhir/R4/http.html#transaction-response
 */
export function buildResponseBundle(records: readonly JudgedRecord[], ruleSystem: string): FhirAnswer {
  const isBatch = records.some(({ source }) => source.format === 'fhir-json' && source.bundle.type === 'batch');
  const entry = records.flatMap((record) => answerEntries(record, ruleSystem));
  return {
    responseText: JSON.stringify({
      resourceType: 'Bundle',
      type: isBatch ? 'batch-response' : 'transaction-response',
      entry,
    }),
  };
}

function answerEntries({ source, mapped, verdict }: JudgedRecord, ruleSystem: string): BundleEntry[] {
  const outcome: OperationOutcome = toOperationOutcome(verdict.issues, ruleSystem);
  const count = source.format === 'fhir-json' ? (source.bundle.entry?.length ?? 0) : 1;
  return Array.from({ length: count }, (_, place) => {
    const location = mapped.entries[place];
    return {
      response: {
        status: STATUS[verdict.state],
        ...(location === undefined || verdict.state === 'refused' ? {} : { location }),
        ...(verdict.issues.length > 0 && place === 0 ? { outcome } : {}),
      },
    };
  });
}
