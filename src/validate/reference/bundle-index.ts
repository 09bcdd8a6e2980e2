import { isObject, type JsonObject, textOf } from './json-object.ts';
import { readRestfulUrl } from './restful-url.ts';

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
  const baseOf = remembered((fullUrl: string) => readRestfulUrl(fullUrl)?.base);

  function find(reference: string, from: string | undefined): readonly BundleTarget[] {
    const hash = reference.indexOf('#');
    const literal = hash === -1 ? reference : reference.slice(0, hash);
    const exact = byFullUrl.get(literal);
    if (exact !== undefined) return exact;
    const url = readRestfulUrl(literal);
    if (url === undefined) return NONE;
    const typeAndId = `${url.type}/${url.id}`;
    const ofVersion = (targets: readonly BundleTarget[] = NONE) =>
      url.version === undefined ? targets : targets.filter(({ resource }) => hasVersion(resource, url.version));
    if (url.base !== undefined) return ofVersion(byFullUrl.get(url.base + typeAndId));
    const fromBase = from === undefined ? undefined : baseOf(from);
    if (fromBase !== undefined) return ofVersion(byFullUrl.get(fromBase + typeAndId));
    return from?.startsWith('urn:') ? NONE : ofVersion(byTypeAndId.get(typeAndId));
  }

  // Several rules ask for the target of one reference, one after the other.
  let last: { reference: string; from: string | undefined; targets: readonly BundleTarget[] } | undefined;
  return {
    bundle,
    fullUrlOf: (resource) => fullUrls.get(resource),
    find(reference, from) {
      if (last?.reference !== reference || last.from !== from)
        last = { reference, from, targets: find(reference, from) };
      return last.targets;
    },
  };
}

const NONE: readonly BundleTarget[] = [];

/** A function that knows its last answer. */
function remembered<T>(make: (key: string) => T): (key: string) => T {
  let last: { key: string; answer: T } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, answer: make(key) };
    return last.answer;
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
