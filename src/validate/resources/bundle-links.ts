import type { Visit } from '../element/visit.ts';
import { isAbsoluteUrl } from '../reference/absolute-url.ts';
import { type JsonObject, textOf } from '../reference/json-object.ts';
import { entriesOf, objectsIn } from './bundle-entries.ts';

const PAGES: ReadonlySet<unknown> = new Set(['first', 'previous', 'prev', 'next', 'last']);
const PAGED: ReadonlySet<unknown> = new Set(['searchset', 'history']);

/**
 * Links to pages stand only where there are pages, each once; a stylesheet with a relative URL stands in the Bundle.
 * @source https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.link
 */
export function checkLinks(bundle: JsonObject, visit: Visit): void {
  const isPaged = PAGED.has(bundle['type']);
  const seen = new Set<unknown>();
  for (const { index, item: link } of objectsIn(bundle['link'])) {
    const { relation } = link;
    const place = `.link[${index}].relation`;
    if (!isPaged && PAGES.has(relation)) visit.report('LT-V073', {}, place);
    if ((relation === 'self' || PAGES.has(relation)) && seen.has(relation)) visit.report('LT-V074', {}, place);
    seen.add(relation);
    if (bundle['type'] === 'document' && relation === 'stylesheet' && !isFound(link['url'], bundle)) {
      visit.report('LT-V075', {}, `.link[${index}].url`);
    }
  }
}

function isFound(url: unknown, bundle: JsonObject): boolean {
  if (typeof url !== 'string' || isAbsoluteUrl(url)) return true;
  return entriesOf(bundle).some(({ resource }) => resource !== undefined && typeAndId(resource) === url);
}

/** `Patient/123` of a resource. */
export function typeAndId(resource: JsonObject): string {
  return `${textOf(resource['resourceType'])}/${textOf(resource['id'])}`;
}
