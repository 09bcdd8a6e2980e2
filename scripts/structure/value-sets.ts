import type { CodeSystem, CodeSystemConcept, Resource, ValueSet, ValueSetComposeInclude } from '@medplum/fhirtypes';
import type { TypeTables, ValueSetCodes, ValueSets } from '../../src/validate/structure/element-table.ts';

/** Codes by system while they are being collected. */
type Codes = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Expansions of the value sets that some element is bound to as `required`. A set that cannot be enumerated from
 * these resources (UCUM, MIME types, currencies, LOINC answers) is left out: it is a matter for a terminology server.
 */
export function expandRequiredValueSets(tables: TypeTables, resources: readonly Resource[]): ValueSets {
  const terminology = indexTerminology(resources);
  const expanded: Record<string, ValueSetCodes> = {};
  for (const url of requiredValueSets(tables)) {
    const codes = expand(url, terminology);
    if (codes === undefined) continue;
    expanded[url] = Object.fromEntries([...codes].map(([system, set]) => [system, [...set].sort()]));
  }
  return expanded;
}

/** Canonical URLs of the value sets that elements are bound to as `required`, sorted. */
export function requiredValueSets(tables: TypeTables): string[] {
  const rows = Object.values(tables).flatMap(({ elements }) => Object.values(elements));
  const bound = rows.flatMap(({ binding }) => (binding?.strength === 'required' ? binding.valueSet : []));
  return [...new Set(bound)].sort();
}

interface Terminology {
  readonly valueSets: ReadonlyMap<string, ValueSet>;
  readonly codeSystems: ReadonlyMap<string, CodeSystem>;
}

function indexTerminology(resources: readonly Resource[]): Terminology {
  const valueSets = new Map<string, ValueSet>();
  const codeSystems = new Map<string, CodeSystem>();
  for (const resource of resources) {
    if (resource.resourceType === 'ValueSet' && resource.url) valueSets.set(resource.url, resource);
    if (resource.resourceType === 'CodeSystem' && resource.url) codeSystems.set(resource.url, resource);
  }
  return { valueSets, codeSystems };
}

function expand(url: string, terminology: Terminology): Codes | undefined {
  const compose = terminology.valueSets.get(url.replace(/\|.*$/, ''))?.compose;
  if (compose === undefined) return undefined;
  const included = compose.include.map((include) => expandInclude(include, terminology));
  const excluded = (compose.exclude ?? []).map((exclude) => expandInclude(exclude, terminology));
  if (included.includes(undefined) || excluded.includes(undefined)) return undefined;
  return subtract(unite(included as Codes[]), unite(excluded as Codes[]));
}

function expandInclude(include: ValueSetComposeInclude, terminology: Terminology): Codes | undefined {
  const { system, valueSet = [] } = include;
  const parts: (Codes | undefined)[] = valueSet.map((url) => expand(url, terminology));
  if (system !== undefined) {
    const codes = systemCodes(include, terminology.codeSystems.get(system));
    parts.push(codes && new Map([[system, codes]]));
  }
  const [first, ...others] = parts;
  if (first === undefined || others.includes(undefined)) return undefined;
  return (others as Codes[]).reduce(intersect, first);
}

function systemCodes(include: ValueSetComposeInclude, codeSystem: CodeSystem | undefined): Set<string> | undefined {
  if (include.concept !== undefined) return new Set(include.concept.map(({ code }) => code));
  if (codeSystem?.content !== 'complete') return undefined;
  let codes = new Set(descendants(codeSystem.concept ?? []));
  for (const { op, property, value } of include.filter ?? []) {
    if (op !== 'is-a' || property !== 'concept') return undefined;
    const root = findConcept(codeSystem.concept ?? [], value);
    codes = common(codes, new Set(root === undefined ? [] : descendants([root])));
  }
  return codes;
}

function descendants(concepts: readonly CodeSystemConcept[]): string[] {
  return concepts.flatMap(({ code, concept = [] }) => [code, ...descendants(concept)]);
}

function findConcept(concepts: readonly CodeSystemConcept[], code: string): CodeSystemConcept | undefined {
  for (const concept of concepts) {
    const found = concept.code === code ? concept : findConcept(concept.concept ?? [], code);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unite(parts: readonly Codes[]): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const [system, codes] of parts.flatMap((part) => [...part])) {
    all.set(system, new Set([...(all.get(system) ?? []), ...codes]));
  }
  return all;
}

function intersect(one: Codes, other: Codes): Codes {
  return new Map([...one].map(([system, codes]) => [system, common(codes, other.get(system) ?? new Set())]));
}

function subtract(from: Codes, minus: Codes): Codes {
  const without = (system: string, codes: ReadonlySet<string>) =>
    new Set([...codes].filter((code) => !minus.get(system)?.has(code)));
  return new Map([...from].map(([system, codes]) => [system, without(system, codes)]));
}

function common(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...one].filter((code) => other.has(code)));
}
