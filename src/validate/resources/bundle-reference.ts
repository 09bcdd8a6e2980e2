import type { Visit } from '../element/visit.ts';
import { isAbsoluteUrl } from '../reference/absolute-url.ts';
import type { BundleIndex } from '../reference/bundle-index.ts';
import { isObject } from '../reference/json-object.ts';
import { readRestfulUrl } from '../reference/restful-url.ts';

const WHITE_SPACE = /\s/;

/** A reference as it is written: without white space; in a Bundle, so that one entry at most can be meant. */
export function checkReference(value: unknown, visit: Visit): void {
  if (isObject(value) && typeof value['reference'] === 'string' && WHITE_SPACE.test(value['reference'])) {
    visit.report('LT-V072', {}, 'reference');
  }
  checkBundleReference(value, visit);
}

/** Bundles of requests: their references may be searches, or wait for the identity that a server gives. */
const OF_REQUESTS: ReadonlySet<unknown> = new Set(['transaction', 'batch', 'transaction-response', 'batch-response']);

/**
 * A reference in an entry of a Bundle: a relative one has the form `Type/id` and a full URL to start from; no two
 * entries fit it; and an entry that it fits by the id in its full URL is of the type it names.
 * @source https://hl7.org/fhir/R4/bundle.html#references
 */
function checkBundleReference(value: unknown, visit: Visit): void {
  const { bundle } = visit.scope;
  if (bundle === undefined || !isObject(value)) return;
  const { reference } = value;
  if (typeof reference !== 'string' || reference.startsWith('#')) return;
  const { type } = bundle.bundle;
  if (type !== 'history' && bundle.find(reference, visit.scope.fullUrl).length > 1)
    visit.report('LT-V070', {}, 'reference');
  if (!OF_REQUESTS.has(type) && !isAbsoluteUrl(reference)) checkRelative(reference, bundle, visit);
}

function checkRelative(reference: string, bundle: BundleIndex, visit: Visit): void {
  const { fullUrl } = visit.scope;
  const url = readRestfulUrl(reference);
  if (fullUrl === undefined) visit.report('LT-V068', {}, 'reference');
  else if (url === undefined) visit.report('LT-V069', {}, 'reference');
  else if (fullUrl.startsWith('urn:uuid:')) {
    const [target] = bundle.find(`urn:uuid:${url.id}`, fullUrl);
    if (target !== undefined && target.resource['resourceType'] !== url.type) visit.report('LT-V071', {}, 'reference');
  }
}
