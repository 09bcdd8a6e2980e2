import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import { isObject, type Json, keyAt, objectAt } from './json-element.ts';

/** Where a resource says which facility it is of. */
const OWNER: Readonly<Record<string, string>> = { Encounter: 'serviceProvider', Composition: 'custodian' };

/** The facility that a Bundle names: Bundle.identifier.assigner.identifier, when its system is that of mã CSKCB. */
export function facilitiesOfBundle(bundle: Bundle, systems: IdentifierSystems): readonly string[] {
  return facilityIn([objectAt(objectAt(bundle.identifier, 'assigner'), 'identifier')], systems);
}

/**
 * The facilities that entries name: Encounter.serviceProvider and Composition.custodian, by their identifier or by a
 * reference to an Organization among `all` entries of the Bundle.
 */
export function facilitiesOfEntries(
  entries: readonly BundleEntry[],
  all: readonly BundleEntry[],
  systems: IdentifierSystems,
): readonly string[] {
  return (entries as readonly Json[]).flatMap(({ resource }) => {
    const owner = isObject(resource) ? objectAt(resource, OWNER[String(resource['resourceType'])] ?? '') : undefined;
    if (owner === undefined) return [];
    return facilityIn([objectAt(owner, 'identifier'), ...identifiersOf(all, owner['reference'])], systems);
  });
}

/** Identifiers of the Organization that a reference means, by its fullUrl or as `Organization/id`. */
function identifiersOf(all: readonly BundleEntry[], reference: unknown): readonly (Json | undefined)[] {
  if (typeof reference !== 'string') return [];
  return (all as readonly Json[]).flatMap(({ fullUrl, resource }) => {
    if (!isObject(resource) || resource['resourceType'] !== 'Organization') return [];
    const isMeant = fullUrl === reference || `Organization/${String(resource['id'])}` === reference;
    return isMeant ? [resource['identifier']].flat().filter(isObject) : [];
  });
}

function facilityIn(identifiers: readonly (Json | undefined)[], { systems }: IdentifierSystems): readonly string[] {
  return identifiers.flatMap((identifier) => {
    const code = keyAt(identifier, 'value');
    return code !== undefined && identifier?.['system'] === systems['maCskcb'] ? [code] : [];
  });
}
