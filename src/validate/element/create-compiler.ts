import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import type { RuleCatalogue } from '../../types/issue.ts';
import { createTypeModel } from '../definitions/create-type-model.ts';
import type { Definitions } from '../definitions/definitions.ts';
import { createSnapshots } from '../snapshot/snapshots.ts';
import { createTerminology } from '../terminology/create-terminology.ts';
import type { Terminology } from '../terminology/terminology.ts';
import { createCodedRules } from './coded-rule.ts';
import type { Compiler, ProfileRules, Strictness } from './compiler.ts';
import { createExtensionCheck } from './extension-rule.ts';
import { createProfileRules } from './profile-check.ts';
import { buildProfileTree, type ProfileNode } from './profile-tree.ts';
import { createResourceCheck } from './resource-check.ts';
import { createTypePlans } from './type-plans.ts';

/**
 * Makes the checks of a set of definitions. Types and profiles are compiled when they are first met and kept for as long
 * as the set is. A profile that no snapshot can be made of is as if it were not loaded, and `fault` says why.
 */
export function createCompiler(
  definitions: Definitions,
  strictness: Strictness,
  constraintText: RuleCatalogue['constraintText'],
  terminology: Terminology = createTerminology(definitions),
): Compiler {
  const model = createTypeModel(definitions);
  const snapshots = createSnapshots(definitions);
  const coded = createCodedRules(definitions, terminology);
  const elements = new Map<string, ReadonlyMap<string, ElementDefinition>>();
  const children = new Map<string, ElementDefinition[]>();
  const resourceTypes = new Map<unknown, boolean>();
  const trees = new Map<string, ProfileNode | undefined>();
  const profiles = new Map<string, ProfileRules | undefined>();
  const faults = new Map<string, Error>();

  function elementsOf(type: string): ReadonlyMap<string, ElementDefinition> {
    const known = elements.get(type);
    if (known !== undefined) return known;
    const structure = isTypeName(type) ? definitions.structure(type) : undefined;
    const own = structure?.derivation === 'constraint' ? [] : (structure?.snapshot?.element ?? []);
    const byPath = new Map(own.map((element) => [element.path ?? '', element]));
    if (byPath.size === 0) return byPath;
    elements.set(type, byPath);
    for (const element of own) {
      const path = element.path ?? '';
      const parent = path.slice(0, Math.max(0, path.lastIndexOf('.')));
      if (parent === '') continue;
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [element]);
      else siblings.push(element);
    }
    return byPath;
  }

  function childrenOf(path: string): readonly ElementDefinition[] {
    elementsOf(path.split('.', 1)[0] ?? '');
    return children.get(path) ?? [];
  }

  function tryTo<T>(canonical: string, make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      // The first fault is the cause of what fails after it.
      if (!faults.has(canonical)) faults.set(canonical, error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  }

  const compiler: Compiler = {
    definitions,
    model,
    strictness,
    plan: (name) => plans(name),
    baseElement: (path) => elementsOf(path.split('.', 1)[0] ?? '').get(path),
    snapshot: (structure: StructureDefinition) => snapshots.snapshotOf(structure),
    definitionFaults: snapshots.faultsOf,
    tree: (canonical) =>
      kept(trees, canonical, () => {
        const structure = definitions.structure(canonical);
        return structure && tryTo(canonical, () => buildProfileTree(snapshots.snapshotOf(structure)));
      }),
    profile: (canonical) =>
      kept(profiles, canonical, () => {
        const structure = definitions.structure(canonical);
        return structure && tryTo(canonical, () => createProfileRules(canonical, structure, compiler));
      }),
    fault: (canonical) => faults.get(canonical),
    binding: coded.binding,
    coded: coded.ofType,
    memberOf: coded.memberOf,
    terminology: coded.terminology,
    constraintText,
    isResourceType: (name): name is string => kept(resourceTypes, name, () => isConcreteResource(name, definitions)),
    checkResource: (value, visit) => checkResource.own(value, visit),
    checkNested: (value, visit) => checkResource.nested(value, visit),
    checkExtension: (value, visit) => checkExtension(value, visit),
  };
  const plans = createTypePlans(compiler, childrenOf);
  const checkExtension = createExtensionCheck(compiler);
  const checkResource = createResourceCheck(compiler);
  return compiler;
}

const TYPE_NAME = /^[A-Za-z][A-Za-z0-9]{0,63}$/;

function isTypeName(name: unknown): name is string {
  return typeof name === 'string' && TYPE_NAME.test(name);
}

function isConcreteResource(name: unknown, definitions: Definitions): boolean {
  if (!isTypeName(name)) return false;
  const structure = definitions.structure(name);
  return structure?.kind === 'resource' && structure.abstract !== true && structure.type === name;
}

/** Names come from senders: only what is known is kept, at most as much as is defined. */
function kept<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  if (made !== undefined && made !== false) known.set(key, made);
  return made;
}
