import type { ValueSet } from '@medplum/fhirtypes';
import type { CodeSystems } from '../code-systems/code-systems.ts';
import { inAny } from '../membership.ts';
import type { Membership, ValueSetCheck } from '../terminology.ts';
import { createComposition } from './composition.ts';
import { createExpansion } from './expansion.ts';
import { type CodesBySystem, type MemberTest, UNDECIDABLE } from './member-test.ts';
import type { FindValueSet } from './value-set-part.ts';

/**
 * A value set as a question: by what it is composed of, and where that cannot be decided, by the expansion that it came
 * with.
 */
export function createMemberTest(valueSet: ValueSet, systems: CodeSystems, find: FindValueSet): MemberTest {
  const expansion = valueSet.expansion && createExpansion(valueSet.expansion);
  if (valueSet.compose === undefined) return expansion ?? UNDECIDABLE;
  const composition = createComposition(valueSet.compose, systems, find);
  return expansion === undefined ? composition : orElse(composition, expansion);
}

function orElse(first: MemberTest, second: MemberTest): MemberTest {
  return {
    has: (system, code, version) => {
      const membership = first.has(system, code, version);
      return membership === 'undecided' ? second.has(system, code, version) : membership;
    },
    systems: () => new Set([...first.systems(), ...second.systems()]),
    list: () => first.list() ?? second.list(),
  };
}

/** Makes a value set ready for questions: as a list where it can be listed. */
export function createValueSetCheck(canonical: string, test: MemberTest): ValueSetCheck {
  const codes = test.list();
  return codes === undefined ? byTest(canonical, test) : byList(canonical, codes, test);
}

function byList(canonical: string, codes: CodesBySystem, test: MemberTest): ValueSetCheck {
  const ofAnySystem = anySystem(codes);
  return {
    canonical,
    has: (system, code, version) => {
      if (system === undefined) return ofAnySystem.has(code) ? 'in' : 'out';
      if (codes.get(system)?.has(code) !== true) return 'out';
      return version === undefined ? 'in' : test.has(system, code, version);
    },
  };
}

function anySystem(codes: CodesBySystem): ReadonlySet<string> {
  const [first, ...others] = codes.values();
  if (first === undefined || others.length === 0) return first ?? new Set();
  return new Set([first, ...others].flatMap((ofSystem) => [...ofSystem]));
}

function byTest(canonical: string, test: MemberTest): ValueSetCheck {
  const systems = [...test.systems()];
  const hasAny = (code: string): Membership => {
    // No system is known for it, not even which could have the code.
    if (systems.length === 0) return 'undecided';
    return inAny(systems, (system) => test.has(system, code));
  };
  return {
    canonical,
    has: (system, code, version) => (system === undefined ? hasAny(code) : test.has(system, code, version)),
  };
}
