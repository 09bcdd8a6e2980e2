import type { BundleIndex, BundleTarget } from '../reference/bundle-index.ts';
import { isObject, type JsonObject } from '../reference/json-object.ts';
import { readRestfulUrl } from '../reference/restful-url.ts';
import { type BundleEntry, entriesOf, objectsIn } from './bundle-entries.ts';
import { typeAndId } from './bundle-links.ts';

/** How an entry is reached from the first one. */
export type Reach = 'forward' | 'backward' | 'never';

/** The entries of a document or message and what leads from one to another. */
export interface BundleGraph {
  readonly entries: readonly BundleEntry[];
  /** By the number of the entry; entries without a resource are left out. */
  reach(): ReadonlyMap<number, Reach>;
}

/** Properties whose text names something else than another entry. */
const NO_LINKS: ReadonlySet<string> = new Set(['system', 'fullUrl', 'profile', 'endpoint', 'address', 'div', 'id']);

/**
 * Builds the graph of a Bundle: from an entry to those that its references and URLs name. Linear in the size of the Bundle.
 * @source https://hl7.org/fhir/R4/documents.html#content
 */
export function graphOf(index: BundleIndex): BundleGraph {
  const entries = entriesOf(index.bundle).filter(({ resource }) => resource !== undefined);
  const forward = new Map<number, readonly number[]>();
  const backward = new Map<number, number[]>();
  for (const { index: from, resource, fullUrl } of entries) {
    const targets = [...textsIn(resource ?? {})].flatMap((text) => uniqueTarget(index.find(text, fullUrl)));
    forward.set(from, targets);
    for (const to of targets) {
      const known = backward.get(to);
      if (known === undefined) backward.set(to, [from]);
      else known.push(from);
    }
  }
  return { entries, reach: () => reachFrom(entries, forward, backward, stylesheetsOf(index.bundle, entries)) };
}

function uniqueTarget(targets: readonly BundleTarget[]): number[] {
  return targets.length === 1 ? targets.map(({ index }) => index) : [];
}

/** Texts in a resource that may be references. Another Bundle in it is a world of its own. */
function textsIn(resource: JsonObject): ReadonlySet<string> {
  const texts = new Set<string>();
  const open: unknown[] = [resource];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) for (const item of value) open.push(item);
    else if (isObject(value) && (value === resource || value['resourceType'] !== 'Bundle'))
      noteTexts(value, texts, open);
  }
  return texts;
}

function noteTexts(value: JsonObject, texts: Set<string>, open: unknown[]): void {
  for (const [name, child] of Object.entries(value)) {
    if (typeof child !== 'string') open.push(child);
    else if (!NO_LINKS.has(name) && mayBeReference(child)) texts.add(child);
  }
}

function mayBeReference(text: string): boolean {
  return (
    text.length < 2_000 && (text.startsWith('urn:') || text.startsWith('http') || readRestfulUrl(text) !== undefined)
  );
}

function stylesheetsOf({ link }: JsonObject, entries: readonly BundleEntry[]): readonly number[] {
  const sheets = new Set(
    objectsIn(link).flatMap(({ item }) => (item['relation'] === 'stylesheet' ? [item['url']] : [])),
  );
  return entries
    .filter(({ resource }) => resource !== undefined && sheets.has(typeAndId(resource)))
    .map(({ index }) => index);
}

function reachFrom(
  entries: readonly BundleEntry[],
  forward: ReadonlyMap<number, readonly number[]>,
  backward: ReadonlyMap<number, readonly number[]>,
  stylesheets: readonly number[],
): ReadonlyMap<number, Reach> {
  const reach = new Map<number, Reach>(entries.map(({ index }) => [index, 'never']));
  const follow = (starts: readonly number[], how: Reach, edges: readonly ReadonlyMap<number, readonly number[]>[]) => {
    const open = [...starts];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (reach.get(at) === 'never') reach.set(at, how);
      for (const to of edges.flatMap((edge) => edge.get(at) ?? [])) {
        if (reach.get(to) !== 'never') continue;
        reach.set(to, how);
        open.push(to);
      }
    }
  };
  const first = entries[0] === undefined ? [] : [entries[0].index];
  follow([...first, ...stylesheets], 'forward', [forward]);
  follow(
    [...reach].filter(([, how]) => how === 'forward').map(([index]) => index),
    'backward',
    [forward, backward],
  );
  return reach;
}
