import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes';
import type { CodeKnowledge } from '../terminology.ts';
import { knowledgeOf } from './concept.ts';
import { type ConceptHierarchy, createConceptHierarchy } from './concept-hierarchy.ts';

/** How much of its codes a code system gives: all, some, or it is only a supplement of another one. */
export type Completeness = 'all' | 'some' | 'supplement';

/** A code system by its codes. */
export interface CodeTable {
  readonly system: string;
  readonly version: string | undefined;
  readonly completeness: Completeness;
  /** In the order of the code system, whatever level they stand on. */
  readonly concepts: ReadonlyMap<string, CodeSystemConcept>;
  readonly source: CodeSystem;
  /** The codes of `concepts`; as the hierarchy made when first asked for. */
  codes(): ReadonlySet<string>;
  hierarchy(): ConceptHierarchy;
  /** The code as the system writes it; undefined when it has none such. */
  spelling(code: string): string | undefined;
  /** The same object for the same code every time; undefined when the system has no such code. */
  knowledge(code: string): CodeKnowledge | undefined;
}

/**
 * Lists a code system. Codes are compared as `caseSensitive` says; without it case does not matter, as the HL7 validator
 * decides. A system that claims to be complete and has no concepts tells nothing.
 * @source https://hl7.org/fhir/R4/codesystem.html
 */
export function createCodeTable(source: CodeSystem): CodeTable {
  const concepts = flatten(source.concept ?? []);
  const isCaseSensitive = source.caseSensitive === true;
  const folded = isCaseSensitive ? undefined : foldCase(concepts);
  const known = new Map<string, CodeKnowledge>();
  let hierarchy: ConceptHierarchy | undefined;
  let codes: ReadonlySet<string> | undefined;

  function spelling(code: string): string | undefined {
    return concepts.has(code) ? code : folded?.get(code.toLowerCase());
  }

  function knowledge(code: string): CodeKnowledge | undefined {
    const before = known.get(code);
    if (before !== undefined) return before;
    const written = spelling(code);
    const concept = written === undefined ? undefined : concepts.get(written);
    if (concept === undefined || written === undefined) return undefined;
    const made = known.get(written) ?? knowledgeOf(concept);
    known.set(written, made);
    return made;
  }

  return {
    system: source.url ?? '',
    version: source.version,
    completeness: completenessOf(source, concepts.size),
    concepts,
    source,
    codes: () => {
      codes ??= new Set(concepts.keys());
      return codes;
    },
    hierarchy: () => {
      hierarchy ??= createConceptHierarchy(concepts, source.property);
      return hierarchy;
    },
    spelling,
    knowledge,
  };
}

function completenessOf({ content, supplements }: CodeSystem, count: number): Completeness {
  if (content === 'supplement' || supplements !== undefined) return 'supplement';
  return content === 'complete' && count > 0 ? 'all' : 'some';
}

/** Of a code that stands twice the first counts. */
function flatten(roots: readonly CodeSystemConcept[]): Map<string, CodeSystemConcept> {
  const concepts = new Map<string, CodeSystemConcept>();
  const waiting = [...roots].reverse();
  for (let concept = waiting.pop(); concept !== undefined; concept = waiting.pop()) {
    if (concept.code !== undefined && !concepts.has(concept.code)) concepts.set(concept.code, concept);
    const children = concept.concept ?? [];
    for (let at = children.length - 1; at >= 0; at -= 1) waiting.push(children[at] as CodeSystemConcept);
  }
  return concepts;
}

function foldCase(concepts: ReadonlyMap<string, unknown>): Map<string, string> {
  const folded = new Map<string, string>();
  for (const code of concepts.keys()) {
    const lower = code.toLowerCase();
    if (!folded.has(lower)) folded.set(lower, code);
  }
  return folded;
}
