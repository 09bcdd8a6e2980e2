import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { JsonNode } from '../json-node.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import type { Adoption } from './adoption.ts';

type Parts = Pick<Adoption, 'follow' | 'ofType' | 'systems'>;

/**
 * Code of the facility (MA_CSKCB) that gave the care: its Organization's, or that of the whole which that is a department
 * of; else the only code that any Organization here has. '' when nothing tells it.
 */
export function facilityOf({ serviceProvider }: JsonNode, parts: Parts): string {
  return codeOfOrganization(serviceProvider, parts) ?? onlyCode(parts) ?? '';
}

/** MA_CSKCB of an organization or a place: its own, or of what it is a part of. */
export function codeOfOrganization(reference: unknown, { follow, systems }: Parts): string | undefined {
  const seen = new Set<JsonNode>();
  for (let at = reference; at !== undefined; ) {
    const resource = follow(at);
    const code = codeAmong([...objectsAt(at, 'identifier'), ...objectsAt(resource, 'identifier')], systems);
    if (code !== undefined || resource === undefined || seen.has(resource)) return code;
    seen.add(resource);
    at = resource['partOf'] ?? resource['managingOrganization'];
  }
  return undefined;
}

function codeAmong(identifiers: readonly JsonNode[], { systems }: IdentifierSystems): string | undefined {
  return textAt(
    identifiers.find(({ system }) => system === systems['maCskcb']),
    'value',
  );
}

function onlyCode({ ofType, systems }: Parts): string | undefined {
  const codes = ofType('Organization').map((organization) => codeAmong(objectsAt(organization, 'identifier'), systems));
  const [first, ...others] = new Set(codes.filter((code) => code !== undefined));
  return others.length === 0 ? first : undefined;
}
