import type { Visit } from '../element/visit.ts';
import type { BundleIndex } from '../reference/bundle-index.ts';
import { isObject, type JsonObject } from '../reference/json-object.ts';
import { entriesOf, objectsIn } from './bundle-entries.ts';
import { graphOf } from './bundle-graph.ts';

/**
 * A document holds what its Composition refers to, and nothing that nothing leads to. What refers to it without being
 * referred to should be provenance only.
 * @source https://hl7.org/fhir/R4/documents.html#content
 */
export function checkDocument(index: BundleIndex, visit: Visit): void {
  const [first] = entriesOf(index.bundle);
  if (first?.resource?.['resourceType'] !== 'Composition') return;
  const { resource: composition, fullUrl } = first;
  for (const [place, reference] of compositionReferences(composition)) {
    checkIsInside(reference, `.entry[${first.index}].resource${place}`, { index, fullUrl, visit });
  }
  const { entries, reach } = graphOf(index);
  const how = reach();
  for (const { index: at, resource } of entries) {
    if (how.get(at) === 'never') visit.report('LT-V065', {}, `.entry[${at}]`);
    else if (how.get(at) === 'backward' && resource?.['resourceType'] !== 'Provenance')
      visit.report('LT-V066', {}, `.entry[${at}]`);
  }
}

/** A message holds what its header is about; what nothing leads to is worth a second look. */
export function checkMessage(index: BundleIndex, visit: Visit): void {
  const [first] = entriesOf(index.bundle);
  if (first?.resource?.['resourceType'] !== 'MessageHeader') return;
  const { resource: header, fullUrl } = first;
  for (const { index: at, item } of objectsIn(header['focus'])) {
    checkIsInside(item, `.entry[${first.index}].resource.focus[${at}]`, { index, fullUrl, visit });
  }
  const { entries, reach } = graphOf(index);
  const how = reach();
  for (const { index: at } of entries) if (how.get(at) === 'never') visit.report('LT-V067', {}, `.entry[${at}]`);
}

interface Within {
  readonly index: BundleIndex;
  readonly fullUrl: string | undefined;
  readonly visit: Visit;
}

function checkIsInside(value: JsonObject, place: string, { index, fullUrl, visit }: Within): void {
  const { reference } = value;
  if (typeof reference !== 'string' || reference.startsWith('#') || index.find(reference, fullUrl).length > 0) return;
  visit.report('LT-V064', {}, `${place}.reference`);
}

const REFERENCES = ['subject', 'encounter', 'custodian', 'author', 'focus', 'entry'];
const PARTS = { attester: 'party', event: 'detail' } as const;

/** References of a Composition whose targets belong to the document, with their places. */
function* compositionReferences(composition: JsonObject): Iterable<readonly [string, JsonObject]> {
  const open: [string, JsonObject][] = [['', composition]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [place, part] = next;
    for (const name of REFERENCES) yield* referencesAt(part[name], `${place}.${name}`);
    for (const [name, inner] of Object.entries(PARTS)) {
      for (const { index, item } of objectsIn(part[name]))
        yield* referencesAt(item[inner], `${place}.${name}[${index}].${inner}`);
    }
    for (const { index, item } of objectsIn(part['section'])) open.push([`${place}.section[${index}]`, item]);
  }
}

function* referencesAt(value: unknown, place: string): Iterable<readonly [string, JsonObject]> {
  if (isObject(value)) yield [place, value];
  for (const { index, item } of objectsIn(value)) yield [`${place}[${index}]`, item];
}
