import type { Organization, Resource } from '@medplum/fhirtypes';
import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import { deriveLogicalId } from '../fhir/logical-id.ts';
import type { Gathered } from './gather.ts';
import type { SummarySource } from './summary-source.ts';

/** The facility that answers for the document: as it described itself, with its name from the registry where it gave none. */
export function custodianOf(
  { custodian: { code, name } }: SummarySource,
  { resources }: Gathered,
  { base, systems }: IdentifierSystems,
): Organization {
  const system = systems[code.length === 13 ? 'gln' : 'maCskcb'];
  const isIt = (resource: Resource): resource is Organization =>
    resource.resourceType === 'Organization' &&
    (resource.identifier ?? []).some((identifier) => identifier.system === system && identifier.value === code);
  const found = [...resources.values()].find(isIt);
  if (found?.name !== undefined) return found;
  const { _name: _absent, ...described } = (found ?? {
    resourceType: 'Organization',
    id: deriveLogicalId(code, 'Organization', code),
    meta: { profile: [`${base}/StructureDefinition/lt-organization`] },
    identifier: [{ system, value: code }],
    active: true,
  }) as Organization & { readonly _name?: unknown };
  return { ...described, name };
}
