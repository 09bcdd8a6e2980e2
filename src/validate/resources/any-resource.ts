import type { Visit } from '../element/visit.ts';
import { isObject, type JsonObject, textOf } from '../reference/json-object.ts';
import { objectsIn } from './bundle-entries.ts';

/**
 * What holds of resources of every type: contained resources have ids, each its own, and no security label is given twice.
 * @source https://hl7.org/fhir/R4/references.html#contained, https://hl7.org/fhir/R4/resource.html#Meta
 */
export function checkAnyResource(resource: JsonObject, visit: Visit): void {
  if (resource['contained'] !== undefined) checkContainedIds(resource['contained'], visit);
  const { meta } = resource;
  if (isObject(meta) && meta['security'] !== undefined) checkSecurityLabels(meta['security'], visit);
}

function checkContainedIds(contained: unknown, visit: Visit): void {
  const seen = new Set<unknown>();
  for (const { index, item } of objectsIn(contained)) {
    const { id } = item;
    if (id === undefined) visit.report('LT-V081', {}, `.contained[${index}]`);
    else if (seen.has(id)) visit.report('LT-V082', {}, `.contained[${index}].id`);
    seen.add(id);
  }
}

function checkSecurityLabels(labels: unknown, visit: Visit): void {
  const seen = new Set<string>();
  for (const { index, item } of objectsIn(labels)) {
    const key = `${textOf(item['system'])} ${textOf(item['code'])}`;
    if (seen.has(key)) visit.report('LT-V084', {}, `.meta.security[${index}]`);
    seen.add(key);
  }
}
