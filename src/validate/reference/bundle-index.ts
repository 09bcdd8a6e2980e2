import { isObject, type JsonObject, textOf } from './json-object.ts';
import { type RestfulUrl, readRestfulUrl } from './restful-url.ts';

/** An entry that a reference can point to. */
export interface BundleTarget {
  readonly resource: JsonObject;
  readonly fullUrl: string | undefined;
  readonly index: number;
}

/** Finds the entry of a Bundle that a reference means, in constant time. */
export interface BundleIndex {
  readonly bundle: JsonObject;
  /**
   * Entries that `reference` points to, seen from an entry with the full URL `from`. More than one when the Bundle has
   * several versions of it and the reference names none.
   */
  find(reference: string, from: string | undefined): readonly BundleTarget[];
  /** Parts of the URL of a resource on a server; undefined for a reference of another form. */
  urlOf(reference: string): RestfulUrl | undefined;
  /** Full URL of the entry that a resource of the Bundle stands in. */
  fullUrlOf(resource: JsonObject): string | undefined;
}

/**
 * Indexes a Bundle by full URL and by type and id: once, in time linear in its entries.
 * @source https://hl7.org/fhir/R4/bundle.html#references
 */
export function indexBundle(bundle: JsonObject): BundleIndex {
  const byFullUrl = new Map<string, BundleTarget[]>();
  const byTypeAndId = new Map<string, BundleTarget[]>();
  const fullUrls = new Map<JsonObject, string>();
  const entries = Array.isArray(bundle['entry']) ? bundle['entry'] : [];
  for (const [index, entry] of entries.entries()) {
    if (!isObject(entry) || !isObject(entry['resource'])) continue;
    const { resource } = entry;
    const fullUrl = typeof entry['fullUrl'] === 'string' ? entry['fullUrl'] : undefined;
    const target = { resource, fullUrl, index };
    if (fullUrl !== undefined) {
      add(byFullUrl, fullUrl, target);
      fullUrls.set(resource, fullUrl);
    }
    if (typeof resource['id'] === 'string')
      add(byTypeAndId, `${textOf(resource['resourceType'])}/${resource['id']}`, target);
  }
  // Entries refer to the same few resources again and again.
  const urlOf = kept(readRestfulUrl);
  const answers = kept((_base: string) => new Map<string, readonly BundleTarget[]>());

  function find(reference: string, from: string | undefined): readonly BundleTarget[] {
    const hash = reference.indexOf('#');
    const literal = hash === -1 ? reference : reference.slice(0, hash);
    const exact = byFullUrl.get(literal);
    if (exact !== undefined) return exact;
    const url = urlOf(literal);
    if (url === undefined) return NONE;
    const typeAndId = `${url.type}/${url.id}`;
    const ofVersion = (targets: readonly BundleTarget[] = NONE) =>
      url.version === undefined ? targets : targets.filter(({ resource }) => hasVersion(resource, url.version));
    if (url.base !== undefined) return ofVersion(byFullUrl.get(url.base + typeAndId));
    const fromBase = from === undefined ? undefined : urlOf(from)?.base;
    if (fromBase !== undefined) return ofVersion(byFullUrl.get(fromBase + typeAndId));
    return from?.startsWith('urn:') ? NONE : ofVersion(byTypeAndId.get(typeAndId));
  }

  return {
    bundle,
    urlOf,
    fullUrlOf: (resource) => fullUrls.get(resource),
    find(reference, from = '') {
      const ofBase = answers(urlOf(from)?.base ?? from);
      const known = ofBase.get(reference);
      if (known !== undefined) return known;
      const targets = find(reference, from === '' ? undefined : from);
      ofBase.set(reference, targets);
      return targets;
    },
  };
}

const NONE: readonly BundleTarget[] = [];

/** A function that keeps its answers. */
function kept<T>(make: (key: string) => T): (key: string) => T {
  const answers = new Map<string, T>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined || answers.has(key)) return known as T;
    const made = make(key);
    answers.set(key, made);
    return made;
  };
}

function add(index: Map<string, BundleTarget[]>, key: string, target: BundleTarget): void {
  const targets = index.get(key);
  if (targets === undefined) index.set(key, [target]);
  else targets.push(target);
}

function hasVersion(resource: JsonObject, version: string | undefined): boolean {
  return isObject(resource['meta']) && resource['meta']['versionId'] === version;
}
