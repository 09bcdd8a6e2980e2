import type { ValueSetCompose } from '@medplum/fhirtypes';
import type { CodeSystems } from '../code-systems/code-systems.ts';
import { inAny, minus } from '../membership.ts';
import type { Membership } from '../terminology.ts';
import { type CodesBySystem, type MemberTest, UNDECIDABLE } from './member-test.ts';
import { createValueSetPart, type FindValueSet, keepDecided } from './value-set-part.ts';

/** What a value set includes, without what it excludes. */
export function createComposition(compose: ValueSetCompose, systems: CodeSystems, find: FindValueSet): MemberTest {
  if (compose.modifierExtension !== undefined || compose.include === undefined) return UNDECIDABLE;
  const isActiveOnly = compose.inactive === false;
  const includes = compose.include.map((include) => createValueSetPart(include, systems, find, isActiveOnly));
  const excludes = (compose.exclude ?? []).map((exclude) => createValueSetPart(exclude, systems, find, false));

  function has(system: string, code: string, version?: string): Membership {
    const included = inAny(includes, (part) => part.has(system, code, version));
    if (included === 'out' || excludes.length === 0) return included;
    return minus(
      included,
      inAny(excludes, (part) => part.has(system, code, version)),
    );
  }

  return {
    has,
    systems: () => new Set(includes.flatMap((part) => [...part.systems()])),
    list: () => {
      const codes = union(includes);
      return codes && excludes.length > 0 ? keepDecided(codes, has) : codes;
    },
  };
}

function union(parts: readonly MemberTest[]): CodesBySystem | undefined {
  const all = new Map<string, ReadonlySet<string>>();
  for (const part of parts) {
    const codes = part.list();
    if (codes === undefined) return undefined;
    for (const [system, ofSystem] of codes) {
      const before = all.get(system);
      all.set(system, before === undefined ? ofSystem : new Set([...before, ...ofSystem]));
    }
  }
  return all;
}
