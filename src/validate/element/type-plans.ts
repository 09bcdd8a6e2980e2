import type { ElementDefinition } from '@medplum/fhirtypes';
import { carriersOf, elementName } from './carriers.ts';
import type { Compiler } from './compiler.ts';
import { createInvariant } from './invariant.ts';
import type { Carriers, ObjectPlan, PropertyCheck } from './object-plan.ts';
import { createPropertyChecks, type PropertyPlace } from './property-checks.ts';
import { isBestPractice } from './value-rule.ts';

/**
 * Plans of the types of R4, from their snapshots: made when a type is first met, in about a millisecond. `childrenOf` gives
 * the snapshot elements right below a path.
 */
export function createTypePlans(
  compiler: Compiler,
  childrenOf: (path: string) => readonly ElementDefinition[],
): (name: string) => ObjectPlan {
  const plans = new Map<string, ObjectPlan>();
  const checksOf = createPropertyChecks(compiler, plan);

  function plan(name: string): ObjectPlan {
    const known = plans.get(name);
    if (known !== undefined) return known;
    const made = createPlan(name);
    plans.set(name, made);
    return made;
  }

  function createPlan(name: string): ObjectPlan {
    const isResource = compiler.isResourceType(name);
    const properties = new Map<string, PropertyCheck>();
    const required: Carriers[] = [];
    for (const element of childrenOf(name)) {
      const own = propertiesOf(element, isResource);
      for (const [property, check] of own) properties.set(property, check);
      const carriers = { element: elementName(element.path ?? ''), properties: own.map(([property]) => property) };
      if ((element.min ?? 0) > 0) required.push(carriers);
    }
    return {
      name,
      isResource,
      content: isResource ? 'none' : 'beside-id',
      properties,
      required,
      invariants: (compiler.baseElement(name)?.constraint ?? [])
        .filter((constraint) => compiler.strictness.bestPractice || !isBestPractice(constraint))
        .flatMap((constraint) => createInvariant(constraint, name, compiler) ?? []),
    };
  }

  function propertiesOf(
    element: ElementDefinition,
    isResource: boolean,
  ): readonly (readonly [string, PropertyCheck])[] {
    const carriers = carriersOf(element);
    const hasOwnContent = childrenOf(element.path ?? '').length > 0;
    return carriers.flatMap(([property, row]) => {
      const place: PropertyPlace = { element, row, property, isResource, hasOwnContent, isChoice: carriers.length > 1 };
      return checksOf(place);
    });
  }

  return plan;
}
