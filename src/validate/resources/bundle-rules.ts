import type { Compiler } from '../element/compiler.ts';
import type { Visit } from '../element/visit.ts';
import { indexBundle } from '../reference/bundle-index.ts';
import type { JsonObject } from '../reference/json-object.ts';
import { checkDocument, checkMessage } from './bundle-document.ts';
import { checkFullUrls } from './bundle-full-urls.ts';
import { checkLinks } from './bundle-links.ts';
import { checkSearchEntries } from './bundle-search-entries.ts';

/** What holds a Bundle together. @source https://hl7.org/fhir/R4/bundle.html */
export function checkBundle(bundle: JsonObject, visit: Visit, { isResourceType }: Compiler): void {
  checkFullUrls(bundle, isResourceType, visit);
  checkLinks(bundle, visit);
  if (bundle['type'] === 'searchset') checkSearchEntries(bundle, isResourceType, visit);
  else if (bundle['type'] === 'document') checkDocument(indexBundle(bundle), visit);
  else if (bundle['type'] === 'message') checkMessage(indexBundle(bundle), visit);
}
