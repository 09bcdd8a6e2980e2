import type { Visit } from '../element/visit.ts';
import { isObject, type JsonObject, textOf } from '../reference/json-object.ts';
import { type BundleEntry, entriesOf, objectsIn } from './bundle-entries.ts';

/**
 * Entries of a search result: each has a resource; a match or an include has an id, and a match is of a type that was
 * searched for, as the self link tells; an outcome is an OperationOutcome.
 * @source https://hl7.org/fhir/R4/bundle.html#searchset
 */
export function checkSearchEntries(bundle: JsonObject, isResourceType: (name: unknown) => boolean, visit: Visit): void {
  const types = searchedTypes(bundle, isResourceType);
  for (const each of entriesOf(bundle)) {
    const place = `.entry[${each.index}]`;
    if (each.resource === undefined) visit.report('LT-V076', {}, place);
    else checkMode(each, each.resource, types, visit);
  }
}

function checkMode(
  { entry, index }: BundleEntry,
  resource: JsonObject,
  types: ReadonlySet<string>,
  visit: Visit,
): void {
  const mode = isObject(entry['search']) ? entry['search']['mode'] : undefined;
  const place = `.entry[${index}].resource`;
  const type = textOf(resource['resourceType']);
  if (mode === 'outcome' && type !== 'OperationOutcome') visit.report('LT-V079', {}, place);
  if ((mode === 'match' || mode === 'include') && resource['id'] === undefined) visit.report('LT-V077', {}, place);
  if (mode === 'match' && types.size > 0 && !types.has(type)) visit.report('LT-V078', {}, place);
}

/** Types that the self link asks for: the last step of its path, or the parameter `_type`. Empty when it does not say. */
function searchedTypes(bundle: JsonObject, isResourceType: (name: unknown) => boolean): ReadonlySet<string> {
  const self = objectsIn(bundle['link']).find(({ item }) => item['relation'] === 'self')?.item['url'];
  if (typeof self !== 'string') return new Set();
  const [path = '', query = ''] = self.split('?', 2);
  const last = path.slice(path.lastIndexOf('/') + 1);
  if (isResourceType(last)) return new Set([last]);
  return new Set((new URLSearchParams(query).get('_type') ?? '').split(',').filter(isResourceType));
}
