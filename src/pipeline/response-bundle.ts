import type { BundleEntry, OperationOutcome } from '@medplum/fhirtypes';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import type { RecordState } from '../types/submission.ts';
import type { JudgedRecord } from './judge-records.ts';

/** The FHIR answer to `POST /fhir` as JSON text: kept with the submission and replayed byte for byte. */
export interface FhirAnswer {
  readonly responseText: string;
}

/** Of a record that was not accepted; an accepted one is answered entry by entry. */
const STATUS: Readonly<Record<Exclude<RecordState, 'accepted'>, string>> = {
  // Kept, and not forwarded before it is mended or released.
  quarantined: '202 Accepted',
  refused: '422 Unprocessable Entity',
};

/**
 * One entry for each entry of the request: its status, the gateway's `Type/id` of what was taken, and the outcome.
 * A batch stands entry by entry; any other Bundle is one record, taken or refused as a whole.
 * @param known references under which the facility had a resource before
 * @source https://hl7.org/fhir/R4/http.html#transaction-response
 */
export function buildResponseBundle(
  records: readonly JudgedRecord[],
  known: ReadonlySet<string>,
  ruleSystem: string,
): FhirAnswer {
  const isBatch = records.some(({ source }) => source.format === 'fhir-json' && source.bundle.type === 'batch');
  const entry = records.flatMap((record) => answerEntries(record, known, ruleSystem));
  return {
    responseText: JSON.stringify({
      resourceType: 'Bundle',
      type: isBatch ? 'batch-response' : 'transaction-response',
      entry,
    }),
  };
}

function answerEntries(
  { source, mapped, verdict }: JudgedRecord,
  known: ReadonlySet<string>,
  ruleSystem: string,
): BundleEntry[] {
  const outcome: OperationOutcome = toOperationOutcome(verdict.issues, ruleSystem);
  const count = source.format === 'fhir-json' ? (source.bundle.entry?.length ?? 0) : 1;
  const deletes = new Set(mapped.deletes);
  return Array.from({ length: count }, (_, place) => {
    const reference = mapped.entries[place];
    const isTaken = reference !== undefined && verdict.state !== 'refused' && !deletes.has(reference);
    return {
      response: {
        status: verdict.state === 'accepted' ? acceptedStatus(reference ?? '', deletes, known) : STATUS[verdict.state],
        ...(isTaken ? { location: reference } : {}),
        ...(verdict.issues.length > 0 && place === 0 ? { outcome } : {}),
      },
    };
  });
}

function acceptedStatus(reference: string, deletes: ReadonlySet<string>, known: ReadonlySet<string>): string {
  if (deletes.has(reference)) return '204 No Content';
  return known.has(reference) ? '200 OK' : '201 Created';
}
