import type { ValueSetComposeInclude, ValueSetComposeIncludeFilter } from '@medplum/fhirtypes';
import { type CodeSource, type CodeSystems, isCodeOf } from '../code-systems/code-systems.ts';
import type { CodeTable } from '../code-systems/code-table.ts';
import { isInactive } from '../code-systems/concept.ts';
import { type ConceptTest, createConceptFilter } from '../code-systems/concept-filter.ts';
import { createWholeMatch, type WholeMatch } from '../code-systems/whole-match.ts';
import type { CodeGrammar } from '../grammars/code-grammar.ts';
import { both } from '../membership.ts';
import type { Membership } from '../terminology.ts';

/** The codes of one code system that an include or exclude selects. */
export interface Selection {
  readonly system: string;
  readonly version: string | undefined;
  has(code: string): Membership;
  /** All of them, when they can be listed. */
  readonly codes?: ReadonlySet<string>;
}

const UNDECIDABLE = (): Membership => 'undecided';

/**
 * Makes the part of an include that selects from a code system: the codes it lists, those its filters let through, or all.
 * Undefined for an include that names no system.
 */
export function createSelection(
  include: ValueSetComposeInclude,
  systems: CodeSystems,
  isActiveOnly: boolean,
): Selection | undefined {
  const { system, version, concept, filter } = include;
  if (system === undefined) return undefined;
  const place = { system, version };
  const source = systems.find(system, version);
  const hasFilter = filter !== undefined && filter.length > 0;
  const list = concept && listed(concept, isActiveOnly ? source : undefined);
  if (list !== undefined && !hasFilter) return { ...place, ...list };
  if (source === undefined) return { ...place, has: UNDECIDABLE };
  const base = source.kind === 'table' ? ofTable(source.table, filter ?? [], isActiveOnly) : ofGrammar(source, filter);
  if (list === undefined) return { ...place, ...base };
  return { ...place, has: (code) => both(list.has(code), base.has(code)) };
}

type Codes = Pick<Selection, 'has' | 'codes'>;

/** Codes by name, without those that `source` says are inactive. */
function listed(concepts: NonNullable<ValueSetComposeInclude['concept']>, source: CodeSource | undefined): Codes {
  const table = source?.kind === 'table' ? source.table : undefined;
  const codes = new Set<string>();
  for (const { code } of concepts) {
    if (code !== undefined && table?.knowledge(code)?.isInactive !== true) codes.add(code);
  }
  return { codes, has: (code) => (codes.has(code) ? 'in' : 'out') };
}

function ofTable(table: CodeTable, filters: readonly ValueSetComposeIncludeFilter[], isActiveOnly: boolean): Codes {
  if (table.completeness === 'supplement') return { has: UNDECIDABLE };
  const tests = filters.map((filter) => (isPlain(filter) ? createConceptFilter(table, filter) : undefined));
  if (isActiveOnly) tests.push((concept) => !isInactive(concept));
  const codes = tests.includes(undefined) ? undefined : codesThrough(table, tests as ConceptTest[]);
  const rest = table.completeness === 'all' ? 'out' : 'undecided';
  function has(code: string): Membership {
    const written = table.spelling(code);
    if (written === undefined) return rest;
    if (codes === undefined) return 'undecided';
    return codes.has(written) ? 'in' : 'out';
  }
  // Where case does not matter a list would have to have every spelling.
  const isListable = codes !== undefined && rest === 'out' && table.source.caseSensitive === true;
  return isListable ? { has, codes } : { has };
}

function codesThrough(table: CodeTable, tests: readonly ConceptTest[]): ReadonlySet<string> | undefined {
  if (tests.length === 0) return table.codes();
  const codes = new Set<string>();
  for (const [code, concept] of table.concepts) {
    const answers = tests.map((test) => test(concept));
    if (answers.includes(false)) continue;
    if (answers.includes(undefined)) return undefined;
    codes.add(code);
  }
  return codes;
}

/** Of a system that is a rule only the code itself can be filtered. */
function ofGrammar(
  source: CodeSource & { kind: 'grammar' },
  filters: readonly ValueSetComposeIncludeFilter[] = [],
): Codes {
  const { grammar } = source;
  const tests = filters.map((filter) => (isPlain(filter) ? codeTest(filter) : undefined));
  const isDecidable = !tests.includes(undefined);
  function has(code: string): Membership {
    const inSystem = isCodeOf(source, code);
    const answers = tests.map((test) => test?.(code));
    if (answers.includes(false)) return 'out';
    return answers.includes(undefined) ? both(inSystem, 'undecided') : inSystem;
  }
  return isDecidable && grammar.list !== undefined ? { has, codes: codesOf(grammar, has) } : { has };
}

function codesOf({ list }: CodeGrammar, has: (code: string) => Membership): ReadonlySet<string> {
  return new Set((list?.() ?? []).filter((code) => has(code) === 'in'));
}

function codeTest({ property, op, value }: ValueSetComposeIncludeFilter): WholeMatch | undefined {
  if (property !== 'code' || value === undefined) return undefined;
  if (op === '=') return (code) => code === value;
  return op === 'regex' ? createWholeMatch(value) : undefined;
}

/** A modifier extension changes what a filter means. */
function isPlain(filter: ValueSetComposeIncludeFilter): boolean {
  return filter.modifierExtension === undefined;
}
