import type { ElementDefinitionType } from '@medplum/fhirtypes';
import type { Rule } from './differential-tree.ts';
import { type Generation, note, refuse } from './generation.ts';

/** Before the name of a FHIRPath type, which the id of an element and the url of an extension have. */
export const SYSTEM_TYPE = 'http://hl7.org/fhirpath/';
/** Bound on the length of a chain of base definitions, for those that go in a circle. */
const MAX_CHAIN = 50;

/**
 * Types of an element after a rule: those that the rule names, with the profiles, targets, aggregation and versioning of the
 * base where the rule says nothing of them; undefined when the rule names none. Refuses (throws `SnapshotError`, LT-V257) a type that the base does not allow;
 * notes (LT-V258) a target that is none of the base's or built on one.
 * @source https://hl7.org/fhir/R4/elementdefinition.html#interpretation
 */
export function mergeTypes(
  base: readonly ElementDefinitionType[],
  rule: Rule,
  generation: Generation,
): ElementDefinitionType[] | undefined {
  const types = rule.element?.type;
  if (types === undefined || types.length === 0) return undefined;
  if (base.length === 0) return types;
  const merged = types.flatMap((type) => mergeType(base, type, rule, generation) ?? []);
  return merged.length === 0 ? undefined : merged;
}

function mergeType(
  base: readonly ElementDefinitionType[],
  type: ElementDefinitionType,
  rule: Rule,
  generation: Generation,
): ElementDefinitionType | undefined {
  const system = base.find(({ code }) => code.startsWith(SYSTEM_TYPE));
  if (system !== undefined) return system;
  const narrowed = base.filter((allowed) => isWithin(type.code, allowed.code, generation));
  const [first] = narrowed;
  if (first === undefined) {
    return rule.isInherited ? undefined : refuse(rule, 'LT-V257', generation, { type: String(type.code) });
  }
  for (const target of type.targetProfile ?? []) {
    const isAllowed = narrowed.some((allowed) => allowsTarget(allowed, target, generation));
    if (!isAllowed) note(rule, 'LT-V258', generation, { property: 'type.targetProfile' });
  }
  const { profile, targetProfile, aggregation, versioning } = first;
  const kept = narrowed.length === 1 ? { profile, targetProfile, aggregation, versioning } : {};
  return { ...withoutUndefined(kept), ...type };
}

function withoutUndefined<T extends object>(properties: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

/** Whether values of a type are values of the allowed one: the same, or below it when that is abstract. */
function isWithin(code: string, allowed: string, generation: Generation): boolean {
  if (code === allowed) return true;
  const structure = generation.structure(allowed);
  const isAbstract = structure?.abstract === true || structure?.kind === 'logical';
  return isAbstract && isBuiltOn(code, ({ type }) => type === structure.type, generation);
}

function allowsTarget({ targetProfile }: ElementDefinitionType, target: string, generation: Generation): boolean {
  if (targetProfile === undefined || targetProfile.length === 0) return true;
  const allowed = new Set(targetProfile.map(withoutVersion));
  if (allowed.has(withoutVersion(target)) || generation.structure(target) === undefined) return true;
  return isBuiltOn(target, ({ url }) => allowed.has(url), generation);
}

function isBuiltOn(
  canonical: string,
  isSought: (structure: { readonly url: string; readonly type: string }) => boolean,
  generation: Generation,
): boolean {
  let structure = generation.structure(canonical);
  for (let level = 0; structure !== undefined && level < MAX_CHAIN; level += 1) {
    if (isSought(structure)) return true;
    structure = structure.baseDefinition === undefined ? undefined : generation.structure(structure.baseDefinition);
  }
  return false;
}

function withoutVersion(canonical: string): string {
  const bar = canonical.indexOf('|');
  return bar < 0 ? canonical : canonical.slice(0, bar);
}
