import { codeSystemOf } from '../../fhir/identifier-systems.ts';
import type { JsonNode } from '../json-node.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import type { Adoption } from './adoption.ts';

/** Kxx, Kxxyy for merged departments, Kxx.y for a split one. @source QĐ 2010/QĐ-BYT (2025), MA_KHOA */
const CODE = /^K\d{2}(?:\d{2}|\.\d{1,2})?$/;
const NOT_THERE: ReadonlySet<unknown> = new Set(['planned', 'reserved']);

/** The departments of an encounter: the Locations with a code of a department, or inside one that has a code. */
export function adoptDepartments(adoption: Adoption): void {
  const { encounter, systems } = adoption;
  const system = codeSystemOf(systems, 'MA_KHOA');
  const departments = new Map<string, JsonNode>();
  for (const { location, status } of objectsAt(encounter, 'location')) {
    const found = NOT_THERE.has(status) ? undefined : departmentOf(location, adoption);
    if (found === undefined) continue;
    found.resource['identifier'] = [{ system, value: found.code }];
    departments.set(found.code, { location: { reference: `Location/${found.resource['id']}` } });
  }
  encounter['location'] = [...departments.values()];
}

/** Code of the department that a Location is, or is a part of. */
export function departmentOf(
  reference: unknown,
  { follow, systems }: Pick<Adoption, 'follow' | 'systems'>,
): { readonly code: string; readonly resource: JsonNode } | undefined {
  const system = codeSystemOf(systems, 'MA_KHOA');
  const seen = new Set<JsonNode>();
  for (let at = follow(reference); at !== undefined && !seen.has(at); at = follow(at['partOf'])) {
    seen.add(at);
    const identifiers = objectsAt(at, 'identifier');
    const own = identifiers.find((identifier) => identifier['system'] === system);
    const alike = identifiers.find(({ value }) => CODE.test(String(value)));
    const code = textAt(own ?? alike, 'value');
    if (code !== undefined) return { code, resource: at };
  }
  return undefined;
}
