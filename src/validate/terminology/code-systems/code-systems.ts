import type { CodeSystem } from '@medplum/fhirtypes';
import type { Definitions } from '../../definitions/definitions.ts';
import type { CodeGrammar } from '../grammars/code-grammar.ts';
import { createCodeGrammars } from '../grammars/code-grammars.ts';
import type { CodeKnowledge, Membership } from '../terminology.ts';
import { type CodeTable, createCodeTable } from './code-table.ts';
import { isNationalIdentifierType } from './national-identifier-type.ts';

/** A code system, by a list of its codes or by a rule. */
export type CodeSource =
  | { readonly kind: 'table'; readonly table: CodeTable }
  | { readonly kind: 'grammar'; readonly grammar: CodeGrammar };

/** Code systems that something can be said of. */
export interface CodeSystems {
  /** Undefined for a system, or a version of it, that is not known here. */
  find(system: string, version?: string): CodeSource | undefined;
}

/**
 * Code systems of a set of definitions, and those that are decided by rule. What a package lists comes before
 * a rule. Each is made when first asked for, and kept.
 */
export function createCodeSystems(definitions: Definitions): CodeSystems {
  const grammars = createCodeGrammars();
  const tables = new Map<CodeSystem, CodeSource>();
  const newest = new Map<string, CodeSource>();

  function find(system: string, version?: string): CodeSource | undefined {
    if (version !== undefined) return search(system, version);
    const found = newest.get(system) ?? search(system, undefined);
    if (found !== undefined) newest.set(system, found);
    return found;
  }

  function search(system: string, version: string | undefined): CodeSource | undefined {
    const grammar = grammars(system);
    const listed = listOf(system, version);
    const hasList = listed?.kind === 'table' && listed.table.concepts.size > 0;
    return grammar === undefined || hasList ? listed : { kind: 'grammar', grammar };
  }

  function listOf(system: string, version: string | undefined): CodeSource | undefined {
    // In a canonical these begin a version or a fragment; a code system has neither in its name.
    if (system.includes('|') || system.includes('#')) return undefined;
    const definition = definitions.codeSystem(version === undefined ? system : `${system}|${version}`);
    if (definition === undefined) return undefined;
    const before = tables.get(definition);
    if (before !== undefined) return before;
    const made: CodeSource = { kind: 'table', table: createCodeTable(definition) };
    tables.set(definition, made);
    return made;
  }

  return { find };
}

/** Whether a system has a code; `undecided` when not all its codes are known here. */
export function isCodeOf(source: CodeSource, code: string): Membership {
  if (source.kind === 'grammar') return source.grammar.has(code);
  if (source.table.spelling(code) !== undefined) return 'in';
  return source.table.completeness === 'all' ? 'out' : 'undecided';
}

const UNKNOWN_SYSTEM: CodeKnowledge = { status: 'unknown-system', displays: [] };
const UNKNOWN_CODE: CodeKnowledge = { status: 'unknown-code', displays: [] };
const UNDECIDED: CodeKnowledge = { status: 'undecided', displays: [] };
const BY_RULE: Readonly<Record<Membership, CodeKnowledge>> = {
  in: { status: 'known', displays: [] },
  out: UNKNOWN_CODE,
  undecided: UNDECIDED,
};

/**
 * What is known of a code. A version that is not loaded is answered by the one that is, which can confirm a code and not
 * refute it.
 */
export function knowledgeOfCode(systems: CodeSystems, system: string, code: string, version?: string): CodeKnowledge {
  const exact = systems.find(system, version);
  const source = exact ?? (version === undefined ? undefined : systems.find(system));
  if (source === undefined) return UNKNOWN_SYSTEM;
  if (source.kind === 'grammar') return BY_RULE[source.grammar.has(code)];
  if (source.table.completeness === 'supplement') return UNDECIDED;
  const known = source.table.knowledge(code);
  if (known !== undefined) return known;
  if (isNationalIdentifierType(system, code)) return BY_RULE.in;
  return source === exact && source.table.completeness === 'all' ? UNKNOWN_CODE : UNDECIDED;
}
