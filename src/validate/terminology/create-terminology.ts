import type { ValueSet } from '@medplum/fhirtypes';
import type { Definitions } from '../definitions/definitions.ts';
import { createCodeSystems, knowledgeOfCode } from './code-systems/code-systems.ts';
import type { Terminology, ValueSetCheck } from './terminology.ts';
import type { MemberTest } from './value-sets/member-test.ts';
import { createNestingGuard } from './value-sets/nesting-guard.ts';
import { createMemberTest, createValueSetCheck } from './value-sets/value-set-check.ts';

/**
 * Answers questions about codes from a set of definitions alone: exactly where they decide, `undecided` where they do not.
 * Code systems and value sets are made ready when they are first asked for. A value set that includes itself, by whatever
 * way, is undecided in that part.
 */
export function createTerminology(definitions: Definitions): Terminology {
  const systems = createCodeSystems(definitions);
  const guard = createNestingGuard();
  const tests = new Map<ValueSet, MemberTest>();
  const checks = new Map<ValueSet, ValueSetCheck>();

  function testOf(definition: ValueSet): MemberTest {
    const before = tests.get(definition);
    if (before !== undefined) return before;
    const made = guard(() => createMemberTest(definition, systems, find));
    tests.set(definition, made);
    return made;
  }

  function find(canonical: string): MemberTest | undefined {
    const definition = definitions.valueSet(canonical);
    return definition && testOf(definition);
  }

  function valueSet(canonical: string): ValueSetCheck | undefined {
    const definition = definitions.valueSet(canonical);
    if (definition === undefined) return undefined;
    const before = checks.get(definition);
    if (before !== undefined) return before;
    const made = createValueSetCheck(definition.url ?? canonical, testOf(definition));
    checks.set(definition, made);
    return made;
  }

  return { valueSet, code: (system, code, version) => knowledgeOfCode(systems, system, code, version) };
}
