import { createHash } from 'node:crypto';
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { shownFacility } from '../fhir/facility-code.ts';
import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import { type JsonFault, type JsonLimits, parseStrictJson } from '../fhir/json/strict-json.ts';
import type { Limits } from '../types/config.ts';
import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { DecodedEnvelope, DecodeStream, FhirRecord } from '../types/source-record.ts';
import { inexactNumberIssues } from './inexact-numbers.ts';
import { isObject, type Json, keyAt } from './json-element.ts';
import { facilitiesOfBundle, facilitiesOfEntries } from './named-facilities.ts';

export interface FhirDecoderDeps {
  readonly rules: RuleCatalogue;
  readonly limits: JsonLimits & Pick<Limits, 'maxBundleEntries'>;
  readonly systems: IdentifierSystems;
}

type ReadDocument = Extract<ReturnType<typeof parseStrictJson>, { ok: true }>;

const WHOLE_BUNDLES = new Set(['transaction', 'message', 'document', 'collection']);

/**
 * Decoder of FHIR R4 Bundles in JSON. A transaction, message, document or collection is one record; each entry of a
 * batch is one. Only the JSON, the Bundle and its entries are looked at: the resources are validated later.
 * Refuses as a whole (fatal): LT-D003, LT-D060 to LT-D067, LT-D070 to LT-D073.
 * @source https://hl7.org/fhir/R4/bundle.html, https://hl7.org/fhir/R4/json.html
 */
export function createFhirDecoder(deps: FhirDecoderDeps): (bytes: Buffer) => DecodeStream {
  return (bytes) => decodeBundle(bytes, deps);
}

function* decodeBundle(bytes: Buffer, deps: FhirDecoderDeps): DecodeStream {
  const json = parseStrictJson(bytes, deps.limits);
  if (!json.ok) return unreadable(jsonIssue(json.fault, deps));
  const shape = bundleFault(json.value, deps);
  if (shape !== null) return unreadable(shape);
  const bundle = json.value as Bundle;
  const facility = facilitiesOfBundle(bundle, deps.systems)[0] ?? null;
  if (WHOLE_BUNDLES.has(bundle.type)) yield wholeRecord(bundle, json, deps);
  else for (let at = 0; at < (bundle.entry?.length ?? 0); at += 1) yield entryRecord(bundle, at, json, deps);
  const idempotencyKey = keyAt(bundle.identifier, 'value');
  return { format: 'fhir-json', facility, issues: [], ...(idempotencyKey === undefined ? {} : { idempotencyKey }) };
}

function unreadable(issue: Issue): DecodedEnvelope {
  return { format: 'fhir-json', facility: null, issues: [issue] };
}

function wholeRecord(bundle: Bundle, json: ReadDocument, { rules, systems }: FhirDecoderDeps): FhirRecord {
  const entries = bundle.entry ?? [];
  const facilities = [...facilitiesOfBundle(bundle, systems), ...facilitiesOfEntries(entries, entries, systems)];
  return {
    format: 'fhir-json',
    key: keyAt(bundle.identifier, 'value') ?? keyOfEntries(entries, systems) ?? sha256(entries),
    facility: facilities[0] ?? null,
    position: 1,
    bundle,
    placeOf: (expression) => placeIn(json, expression),
    issues: [...facilityIssues(facilities, rules), ...inexactNumberIssues(json, rules)],
  };
}

/** One entry of a batch, in a Bundle of its own; expressions and places are those of the Bundle as sent. */
function entryRecord(bundle: Bundle, at: number, json: ReadDocument, { rules, systems }: FhirDecoderDeps): FhirRecord {
  const entry = bundle.entry?.[at] ?? {};
  const facilities = [
    ...facilitiesOfBundle(bundle, systems),
    ...facilitiesOfEntries([entry], bundle.entry ?? [], systems),
  ];
  return {
    format: 'fhir-json',
    key: keyOfEntries([entry], systems) ?? sha256(entry),
    facility: facilities[0] ?? null,
    position: at + 1,
    bundle: { ...bundle, entry: [entry] },
    placeOf: (expression) => placeIn(json, expression),
    issues: [...facilityIssues(facilities, rules), ...inexactNumberIssues(json, rules, at)],
  };
}

function placeIn({ places }: ReadDocument, expression: string): string | undefined {
  if (!expression.startsWith('Bundle')) return undefined;
  return places.place(places.offsetOf(expression.slice('Bundle'.length)));
}

function bundleFault(value: unknown, { rules, limits }: FhirDecoderDeps): Issue | null {
  if (!isObject(value) || value['resourceType'] !== 'Bundle') return rules.issue('LT-D070');
  const { type, entry } = value;
  if (typeof type !== 'string' || !(WHOLE_BUNDLES.has(type) || type === 'batch')) {
    return rules.issue('LT-D071', { expression: 'Bundle.type' });
  }
  if (!Array.isArray(entry) || entry.length === 0 || !entry.every(isObject)) {
    return rules.issue('LT-D073', { expression: 'Bundle.entry' });
  }
  if (entry.length > limits.maxBundleEntries) {
    const counts = { found: entry.length, max: limits.maxBundleEntries };
    return rules.issue('LT-D072', { expression: 'Bundle.entry', with: counts });
  }
  return null;
}

/** Rules of the faults of JSON text. */
export const RULE_OF_FAULT = {
  encoding: 'LT-D003',
  syntax: 'LT-D060',
  bom: 'LT-D061',
  duplicate: 'LT-D062',
  depth: 'LT-D063',
  nodes: 'LT-D064',
  names: 'LT-D065',
  string: 'LT-D066',
  surrogate: 'LT-D067',
} as const;

function jsonIssue({ reason, line, column, path }: JsonFault, { rules, limits }: FhirDecoderDeps): Issue {
  const { maxDepth: depth, maxNodes: nodes, maxNames: names, maxStringLength: length } = limits;
  return rules.issue(RULE_OF_FAULT[reason], {
    place: `line ${line}, column ${column}`,
    expression: path === '' ? undefined : `Bundle.${path}`,
    with: { line, column, depth, nodes, names, length },
  });
}

/** MA_LK of the first Encounter or Composition, else its first identifier, else its id. */
function keyOfEntries(entries: readonly BundleEntry[], { systems }: IdentifierSystems): string | undefined {
  for (const { resource } of entries as readonly Json[]) {
    if (!isObject(resource)) continue;
    const type = resource['resourceType'];
    if (type !== 'Encounter' && type !== 'Composition') continue;
    const identifiers = [resource['identifier']].flat().filter(isObject);
    const careEpisode = identifiers.find(({ system }) => system === systems['maLk']);
    const key = keyAt(careEpisode, 'value') ?? keyAt(identifiers[0], 'value') ?? keyAt(resource, 'id');
    if (key !== undefined) return key;
  }
  return undefined;
}

function facilityIssues(facilities: readonly string[], rules: RuleCatalogue): readonly Issue[] {
  const [first] = facilities;
  const second = facilities.find((code) => code !== first);
  if (first === undefined || second === undefined) return [];
  return [rules.issue('LT-D074', { with: { first: shownFacility(first), second: shownFacility(second) } })];
}

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
