import type { ElementDefinitionConstraint } from '@medplum/fhirtypes';
import { isObject, type JsonObject, textOf } from '../reference/json-object.ts';
import { compareValues } from './compare-values.ts';
import type { Compiler } from './compiler.ts';
import { valueKey } from './value-key.ts';
import type { Visit } from './visit.ts';

type NativeInvariant = (value: JsonObject, visit: Visit) => boolean;

/**
 * Constraints that the walk itself decides: an element has content (ele-1), and a narrative is safe XHTML with something
 * to read (txt-1, txt-2).
 */
const STRUCTURAL_INVARIANTS: ReadonlySet<string> = new Set(['ele-1', 'txt-1', 'txt-2']);

/** Elements of R4 that give the constraints of this file, by the first part of their keys. */
const HOMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['ele', ['Element']],
  ['txt', ['Narrative.div']],
  ['ext', ['Extension']],
  ['ref', ['Reference']],
  ['per', ['Period']],
  ['dom', ['DomainResource']],
  ['obs', ['Observation']],
  ['que', ['Questionnaire']],
  ['bdl', ['Bundle', 'Bundle.entry']],
]);

/**
 * How a constraint is decided here without its expression; undefined when it is not. Keys are no names: only a constraint
 * with the key and the expression of R4 is meant, whatever else a profile calls `obs-7`.
 */
export function nativeInvariant(
  { key = '', expression }: ElementDefinitionConstraint,
  baseElement: Compiler['baseElement'],
): NativeInvariant | 'structural' | undefined {
  const isStructural = STRUCTURAL_INVARIANTS.has(key);
  if (!isStructural && !Object.hasOwn(NATIVE_INVARIANTS, key)) return undefined;
  const homes = HOMES.get(key.slice(0, key.indexOf('-'))) ?? [];
  const constraints = homes.flatMap((path) => baseElement(path)?.constraint ?? []);
  if (!constraints.some((one) => one.key === key && one.expression === expression)) return undefined;
  return isStructural ? 'structural' : NATIVE_INVARIANTS[key];
}

/**
 * Constraints of R4 written out: those whose published expression is loose (ref-1, dom-3), needs more than linear time
 * (bdl-7, dom-3, que-2, obs-7), or stands on nearly every element (ext-1). Each holds on what is malformed: that is reported as such.
 * @source https://hl7.org/fhir/R4/domainresource.html, bundle.html, references.html, extensibility.html (constraints)
 */
const NATIVE_INVARIANTS: Readonly<Record<string, NativeInvariant>> = {
  'ext-1': (extension) => (extension['extension'] !== undefined) !== hasValue(extension),
  'ref-1': ({ reference }, { scope }) =>
    typeof reference !== 'string' || !reference.startsWith('#') || scope.resolve(reference) !== undefined,
  'per-1': ({ start, end }) => {
    if (typeof start !== 'string' || typeof end !== 'string') return true;
    const order = compareValues(start, end);
    return order !== undefined && order <= 0;
  },

  'dom-2': (resource) => eachContained(resource, (contained) => contained['contained'] === undefined),
  'dom-3': (resource, { scope }) => eachContained(resource, (contained) => scope.isReferred(contained)),
  'dom-4': (resource) => eachContained(resource, ({ meta }) => lacks(meta, 'versionId') && lacks(meta, 'lastUpdated')),
  'dom-5': (resource) => eachContained(resource, ({ meta }) => lacks(meta, 'security')),

  'obs-7': (observation) => !hasValue(observation) || !repeatsItsCode(observation),
  'que-2': (questionnaire) => hasDistinctLinkIds(questionnaire),

  'bdl-1': ({ total, type }) => total === undefined || type === 'searchset' || type === 'history',
  'bdl-2': ({ type, entry }) => type === 'searchset' || eachOf(entry, ({ search }) => search === undefined),
  'bdl-3': ({ type, entry }) => {
    const isAsked = type === 'batch' || type === 'transaction' || type === 'history';
    return eachOf(entry, ({ request }) => (request !== undefined) === isAsked);
  },
  'bdl-4': ({ type, entry }) => {
    const isAsked = type === 'batch-response' || type === 'transaction-response' || type === 'history';
    return eachOf(entry, ({ response }) => (response !== undefined) === isAsked);
  },
  'bdl-5': ({ resource, request, response }) =>
    resource !== undefined || request !== undefined || response !== undefined,
  'bdl-7': ({ type, entry }) => type === 'history' || hasDistinctFullUrls(entry),
  'bdl-8': ({ fullUrl }) => typeof fullUrl !== 'string' || !fullUrl.includes('/_history/'),
  'bdl-9': ({ type, identifier }) =>
    type !== 'document' || !(lacks(identifier, 'system') || lacks(identifier, 'value')),
  'bdl-10': ({ type, timestamp }) => type !== 'document' || timestamp !== undefined,
  'bdl-11': ({ type, entry }) => type !== 'document' || firstType(entry) === 'Composition',
  'bdl-12': ({ type, entry }) => type !== 'message' || firstType(entry) === 'MessageHeader',
};

function hasValue(extension: JsonObject): boolean {
  for (const name in extension) {
    if (name === 'url' || name === 'extension') continue;
    if ((name.startsWith('value') || name.startsWith('_value')) && extension[name] !== undefined) return true;
  }
  return false;
}

/** Whether a component has a coding that the observation itself has. */
function repeatsItsCode({ code, component }: JsonObject): boolean {
  if (!Array.isArray(component)) return false;
  const own = new Set(codingsOf(code).map((coding) => valueKey(coding)));
  return !eachOf(component, (one) => !codingsOf(one['code']).some((coding) => own.has(valueKey(coding))));
}

function codingsOf(concept: unknown): readonly unknown[] {
  return isObject(concept) && Array.isArray(concept['coding']) ? concept['coding'] : [];
}

function eachOf(items: unknown, holds: (item: JsonObject) => boolean): boolean {
  return !Array.isArray(items) || items.every((item) => !isObject(item) || holds(item));
}

function eachContained({ contained }: JsonObject, holds: (resource: JsonObject) => boolean): boolean {
  return contained === undefined || eachOf(contained, holds);
}

function lacks(value: unknown, property: string): boolean {
  return !isObject(value) || value[property] === undefined;
}

function firstType(entries: unknown): unknown {
  const first: unknown = Array.isArray(entries) ? entries[0] : undefined;
  return isObject(first) && isObject(first['resource']) ? first['resource']['resourceType'] : undefined;
}

/** Several entries may have one full URL when they are versions of one resource. */
function hasDistinctFullUrls(entries: unknown): boolean {
  const seen = new Set<string>();
  return eachOf(entries, ({ fullUrl, resource }) => {
    if (typeof fullUrl !== 'string') return true;
    const meta = isObject(resource) && isObject(resource['meta']) ? resource['meta'] : {};
    const key = `${fullUrl} ${textOf(meta['versionId'])}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Of all items, those of contained resources among them. */
function hasDistinctLinkIds(questionnaire: JsonObject): boolean {
  const seen = new Set<unknown>();
  const open: unknown[] = [questionnaire];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (isObject(value) && typeof value['linkId'] === 'string') {
      if (seen.has(value['linkId'])) return false;
      seen.add(value['linkId']);
    }
    for (const child of Object.values(value)) if (typeof child === 'object') open.push(child);
  }
  return true;
}
