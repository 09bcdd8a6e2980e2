import type { CodeSystemConcept, CodeSystemConceptProperty, ValueSetComposeIncludeFilter } from '@medplum/fhirtypes';
import type { CodeTable } from './code-table.ts';
import { isInactive, propertyText } from './concept.ts';
import { createWholeMatch, type WholeMatch } from './whole-match.ts';

/** Whether a concept of a listed code system passes a filter; undefined when that takes too much to decide. */
export type ConceptTest = (concept: CodeSystemConcept) => boolean | undefined;

/** Properties that every code system has without declaring them. */
const PLAIN_PROPERTIES: ReadonlySet<string> = new Set(['notSelectable', 'inactive', 'status']);
const HIERARCHY_PROPERTIES: ReadonlySet<string> = new Set(['parent', 'child']);

/**
 * Makes a filter of a value set decidable on a listed code system. Undefined for operators and properties that cannot be
 * decided from the list, and for regular expressions that are not safe.
 * @source https://hl7.org/fhir/R4/valueset.html#compositions
 */
export function createConceptFilter(table: CodeTable, filter: ValueSetComposeIncludeFilter): ConceptTest | undefined {
  const { property, op, value } = filter as { property?: string; op?: string; value?: string };
  if (property === undefined || op === undefined || value === undefined) return undefined;
  if (property === 'concept' || property === 'code') return createCodeFilter(table, op, value);
  if (property === 'display') return createTextFilter((concept) => [concept.display], op, value);
  if (HIERARCHY_PROPERTIES.has(property) && !isDeclared(table, property)) return linkFilter(table, property, op, value);
  if (!PLAIN_PROPERTIES.has(property) && !isDeclared(table, property)) return undefined;
  return createTextFilter((concept) => valuesOf(concept, property), op, value);
}

function isDeclared(table: CodeTable, property: string): boolean {
  return (table.source.property ?? []).some(({ code }) => code === property);
}

/** Filters on where a concept stands in the hierarchy, and on the code itself. */
function createCodeFilter(table: CodeTable, op: string, value: string): ConceptTest | undefined {
  const codes = codesByPlace(table, op, value);
  if (codes !== undefined) return (concept) => codes.has(concept.code ?? '');
  if (op === 'is-not-a') {
    const excluded = codesByPlace(table, 'is-a', value);
    return (concept) => excluded?.has(concept.code ?? '') === false;
  }
  return createTextFilter((concept) => [concept.code], op, value);
}

/** @source https://hl7.org/fhir/R4/valueset-filter-operator.html; child-of and descendent-leaf are of R5. */
function codesByPlace(table: CodeTable, op: string, value: string): ReadonlySet<string> | undefined {
  const code = table.spelling(value) ?? value;
  const hierarchy = table.hierarchy();
  switch (op) {
    case 'is-a':
      return new Set([code, ...hierarchy.descendants(code)]);
    case 'descendent-of':
      return without(hierarchy.descendants(code), code);
    case 'generalizes':
      return new Set([code, ...hierarchy.ancestors(code)]);
    case 'child-of':
      return hierarchy.children(code);
    case 'descendent-leaf':
      return new Set([...hierarchy.descendants(code)].filter((one) => hierarchy.children(one).size === 0));
    default:
      return undefined;
  }
}

function without(codes: ReadonlySet<string>, code: string): ReadonlySet<string> {
  const rest = new Set(codes);
  rest.delete(code);
  return rest;
}

/** `parent = X` where the system only nests. */
function linkFilter(table: CodeTable, property: string, op: string, value: string): ConceptTest | undefined {
  const hierarchy = table.hierarchy();
  const related = property === 'parent' ? hierarchy.parents : hierarchy.children;
  return createTextFilter((concept) => [...related(concept.code ?? '')], op, value);
}

type Texts = (concept: CodeSystemConcept) => readonly (string | undefined)[];

function createTextFilter(texts: Texts, op: string, value: string): ConceptTest | undefined {
  switch (op) {
    case '=':
      return (concept) => texts(concept).includes(value);
    case 'in':
      return isOneOf(texts, value);
    case 'not-in': {
      const isListed = isOneOf(texts, value);
      return (concept) => !isListed(concept);
    }
    case 'exists':
      return (concept) => String(texts(concept).some((text) => text !== undefined)) === value;
    case 'regex': {
      const matches = createWholeMatch(value);
      return matches && ((concept) => anyMatches(texts(concept), matches));
    }
    default:
      return undefined;
  }
}

function anyMatches(texts: readonly (string | undefined)[], matches: WholeMatch): boolean | undefined {
  const answers = texts.map((text) => text !== undefined && matches(text));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function isOneOf(texts: Texts, value: string): ConceptTest {
  const listed = new Set(value.split(',').map((item) => item.trim()));
  return (concept) => texts(concept).some((text) => text !== undefined && listed.has(text));
}

/** What is not said of `inactive` and `notSelectable` is false. */
function valuesOf(concept: CodeSystemConcept, property: string): readonly (string | undefined)[] {
  if (property === 'inactive') return [String(isInactive(concept))];
  const values = (concept.property ?? []).filter(({ code }) => code === property).flatMap(comparableValues);
  return values.length === 0 && property === 'notSelectable' ? ['false'] : values;
}

/** A Coding is compared by its code or as `system#code`. */
function comparableValues(property: CodeSystemConceptProperty): string[] {
  const text = propertyText(property);
  if (text === undefined) return [];
  const coding = property.valueCoding;
  return coding?.system === undefined ? [text] : [text, `${coding.system}#${text}`];
}
