import type { ValueSetComposeInclude } from '@medplum/fhirtypes';
import type { CodeSystems } from '../code-systems/code-systems.ts';
import { both, inAll } from '../membership.ts';
import type { Membership } from '../terminology.ts';
import { type CodesBySystem, type MemberTest, UNDECIDABLE } from './member-test.ts';
import { createSelection, type Selection } from './selection.ts';

/** Finds another value set by its canonical. */
export type FindValueSet = (canonical: string) => MemberTest | undefined;

/**
 * One include or exclude: codes that its system part selects and that are in all value sets that it names.
 * @source https://hl7.org/fhir/R4/valueset.html#compositions
 */
export function createValueSetPart(
  include: ValueSetComposeInclude,
  systems: CodeSystems,
  find: FindValueSet,
  isActiveOnly: boolean,
): MemberTest {
  const canonicals = include.valueSet ?? [];
  // A modifier extension changes what the part means.
  if (include.modifierExtension !== undefined) return UNDECIDABLE;
  const selection = createSelection(include, systems, isActiveOnly);
  const imports = canonicals.map((canonical) => find(canonical) ?? UNDECIDABLE);
  if (selection === undefined) return imports.length === 0 ? UNDECIDABLE : intersection(imports);
  return imports.length === 0 ? ofSelection(selection) : narrowed(selection, imports);
}

function ofSelection(selection: Selection): MemberTest {
  return {
    has: (system, code, version) => selected(selection, system, code, version),
    systems: () => new Set([selection.system]),
    list: () => selection.codes && new Map([[selection.system, selection.codes]]),
  };
}

function narrowed(selection: Selection, imports: readonly MemberTest[]): MemberTest {
  const has = (system: string, code: string, version?: string): Membership => {
    const own = selected(selection, system, code, version);
    return own === 'out'
      ? 'out'
      : both(
          own,
          inAll(imports, (other) => other.has(system, code, version)),
        );
  };
  return {
    has,
    systems: () => new Set([selection.system]),
    list: () => {
      const { system, codes } = selection;
      return codes && keepDecided(new Map([[system, codes]]), has);
    },
  };
}

function intersection(imports: readonly MemberTest[]): MemberTest {
  const [first = UNDECIDABLE, ...others] = imports;
  if (others.length === 0) return first;
  const has = (system: string, code: string, version?: string) =>
    inAll(imports, (other) => other.has(system, code, version));
  return {
    has,
    systems: () => first.systems(),
    list: () => {
      const codes = first.list();
      return codes && keepDecided(codes, has);
    },
  };
}

/** A code of another version of the system than the one that is selected from may or may not be the same. */
function selected(
  { system: own, version: ownVersion, has }: Selection,
  system: string,
  code: string,
  version?: string,
) {
  if (system !== own) return 'out';
  const membership = has(code);
  if (membership === 'in' && version !== undefined && ownVersion !== undefined && version !== ownVersion) {
    return 'undecided';
  }
  return membership;
}

/** Those of a list that are in; undefined when one is not decided. */
export function keepDecided(
  codes: CodesBySystem,
  has: (system: string, code: string) => Membership,
): CodesBySystem | undefined {
  const kept = new Map<string, Set<string>>();
  for (const [system, ofSystem] of codes) {
    const inside = new Set<string>();
    for (const code of ofSystem) {
      const membership = has(system, code);
      if (membership === 'undecided') return undefined;
      if (membership === 'in') inside.add(code);
    }
    kept.set(system, inside);
  }
  return kept;
}
