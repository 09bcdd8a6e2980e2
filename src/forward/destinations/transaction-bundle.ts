import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import type { LeasedDelivery } from '../../types/delivery.ts';

/** Types that others refer to, most referred first; all other types follow in alphabetical order. */
const REFERENCED_FIRST = [
  'Organization',
  'Location',
  'Practitioner',
  'PractitionerRole',
  'Patient',
  'RelatedPerson',
  'Coverage',
  'Substance',
  'Medication',
  'Device',
  'Specimen',
  'EpisodeOfCare',
  'Encounter',
  'Condition',
  'ServiceRequest',
  'MedicationRequest',
  'Procedure',
  'Observation',
];

/**
 * One record version as an R4 transaction: `PUT Type/id` for each resource, referenced types first, then
 * `DELETE Type/id` for what the version removes, referring types first. The same delivery gives the same bytes at
 * every attempt, so a receiver that knows the Idempotency-Key can compare them.
 * @param base the destination's base URL without a trailing slash, for `fullUrl`
 * @source https://hl7.org/fhir/R4/http.html#transaction
 */
export function buildTransaction(
  { resources, removed }: Pick<LeasedDelivery, 'resources' | 'removed'>,
  base: string,
): Bundle & { entry: BundleEntry[] } {
  const puts = [...resources].sort((a, b) => compareReferences(referenceOf(a), referenceOf(b)));
  const deletes = [...removed].sort((a, b) => compareReferences(b, a));
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      ...puts.map((resource): BundleEntry => {
        const url = referenceOf(resource);
        return { fullUrl: `${base}/${url}`, resource, request: { method: 'PUT', url } };
      }),
      ...deletes.map((url): BundleEntry => ({ request: { method: 'DELETE', url } })),
    ],
  };
}

function referenceOf(resource: Resource): string {
  return `${resource.resourceType}/${resource.id}`;
}

function compareReferences(a: string, b: string): number {
  const byRank = rankOf(a) - rankOf(b);
  if (byRank !== 0) return byRank;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function rankOf(reference: string): number {
  const rank = REFERENCED_FIRST.indexOf(reference.slice(0, reference.indexOf('/')));
  return rank === -1 ? REFERENCED_FIRST.length : rank;
}
