import type { StructureDefinition } from '@medplum/fhirtypes';
import { isObject } from '../reference/json-object.ts';
import { checkNode } from './check-profile.ts';
import type { Compiler, ProfileRules } from './compiler.ts';
import type { PropertyCheck } from './object-plan.ts';
import { compileNode } from './profile-rules.ts';
import type { Visit } from './visit.ts';

/**
 * Compiles a profile: its rules beyond those of the type that it constrains. The base type itself (an address of
 * `…/StructureDefinition/Patient`) has none. Throws when no snapshot can be made of it. Profiles of its elements and targets
 * are looked up when an instance has such: a profile may be reached from itself.
 */
export function createProfileRules(
  canonical: string,
  structure: StructureDefinition,
  compiler: Compiler,
): ProfileRules {
  const type = structure.type ?? '';
  const tree = compiler.tree(canonical);
  if (tree === undefined) throw new Error(`no snapshot of ${canonical}`);
  const isResource = compiler.isResourceType(type);
  const published = compiler.baseElement(type);
  const property: PropertyCheck = {
    element: type,
    path: type,
    type,
    carrier: '',
    isChoice: false,
    accepts: undefined,
    check: () => {},
  };
  const place = { published, holder: type, types: [type] };
  const rules = compileNode(tree, place, compiler);
  const check = (value: unknown, sibling: unknown, visit: Visit): void => {
    const outer = visit.profile;
    visit.profile = structure.url ?? canonical;
    checkNode(rules, { property, name: '', index: -1, type, value, sibling }, visit);
    visit.profile = outer;
  };
  return {
    canonical,
    type,
    structure,
    check: (value, sibling, visit) => {
      if (visit.isNestedTooDeeply) return;
      if (isResource && isObject(value) && value['resourceType'] !== type) {
        visit.report('LT-V029', {
          profile: structure.url ?? canonical,
          element: visit.property(0)?.element ?? type,
          types: type,
        });
      } else if (!isResource || !isObject(value) || value === visit.scope.resource) check(value, sibling, visit);
      else visit.within(visit.scope.inside(value), () => check(value, sibling, visit));
    },
  };
}
