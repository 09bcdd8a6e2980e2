import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { LeasedDelivery } from '../../types/delivery.ts';

/**
 * A record version as NDJSON: a resource a line, in order of `Type/id`, then, if it removes any, one line for all that it
 * removes: a Bundle of type transaction with `DELETE Type/id` entries, as the files of FHIR Bulk Data tell of what is deleted.
 * The same version gives the same bytes.
 * @source https://hl7.org/fhir/R4/nd-json.html
 * @source https://hl7.org/fhir/uv/bulkdata/STU2/export.html#response---complete-status
 */
export function writeLines({ resources, removed }: Pick<LeasedDelivery, 'resources' | 'removed'>): Buffer {
  const lines: Resource[] = [...resources].sort((one, other) => compare(referenceOf(one), referenceOf(other)));
  if (removed.length > 0) lines.push(removalOf([...removed].sort(compare)));
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), 'utf8');
}

function removalOf(references: readonly string[]): Bundle {
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: references.map((url) => ({ request: { method: 'DELETE', url } })),
  };
}

const referenceOf = ({ resourceType, id }: Resource) => `${resourceType}/${id}`;

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
