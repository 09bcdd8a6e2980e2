import type { Visit } from '../element/visit.ts';
import { isAbsoluteUrl } from '../reference/absolute-url.ts';
import type { JsonObject } from '../reference/json-object.ts';
import { readRestfulUrl } from '../reference/restful-url.ts';
import { type BundleEntry, entriesOf } from './bundle-entries.ts';

/** Bundles whose entries may have no identity yet, or need none. */
const WITHOUT_FULL_URLS: ReadonlySet<unknown> = new Set([
  'transaction',
  'transaction-response',
  'batch',
  'batch-response',
]);

/**
 * Every entry has a full URL; it is absolute, and one of a RESTful server ends in the type and id of the resource.
 * An outcome beside the matches of a search needs none.
 * @source https://hl7.org/fhir/R4/bundle.html#bundle-unique
 */
export function checkFullUrls(bundle: JsonObject, isResourceType: (name: unknown) => boolean, visit: Visit): void {
  const mayLack = WITHOUT_FULL_URLS.has(bundle['type']);
  for (const each of entriesOf(bundle)) {
    const { index, fullUrl, resource } = each;
    if (fullUrl === undefined) {
      if (!mayLack && resource?.['resourceType'] !== 'OperationOutcome')
        visit.report('LT-V060', {}, `.entry[${index}]`);
    } else if (!isAbsoluteUrl(fullUrl)) visit.report('LT-V061', {}, `.entry[${index}].fullUrl`);
    else checkRestful(each, bundle['type'] === 'document', isResourceType, visit);
  }
}

/** A document is read by full URLs alone; elsewhere another id is found often enough, and is a warning. */
function checkRestful(
  { index, fullUrl = '', resource }: BundleEntry,
  isDocument: boolean,
  isResourceType: (name: unknown) => boolean,
  visit: Visit,
): void {
  const url = readRestfulUrl(fullUrl);
  if (resource === undefined || url === undefined || !isResourceType(url.type)) return;
  const isOfType = url.type === resource['resourceType'];
  if (isOfType && url.id === resource['id']) return;
  const isError = isDocument || !isOfType || resource['id'] === undefined;
  visit.report(isError ? 'LT-V062' : 'LT-V063', {}, `.entry[${index}].fullUrl`);
}
