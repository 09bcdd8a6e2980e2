import type { ElementDefinitionType } from '@medplum/fhirtypes';
import { isObject, type JsonObject, textOf } from '../reference/json-object.ts';
import type { Scope } from '../reference/scope.ts';
import type { Compiler, ValueRule } from './compiler.ts';
import type { Visit } from './visit.ts';

const BASE = 'http://hl7.org/fhir/StructureDefinition/';

/** What a reference may point to. */
interface Targets {
  /** Resource types; undefined for any. */
  readonly types: ReadonlySet<string> | undefined;
  /** Types that are allowed without a profile. */
  readonly whole: ReadonlySet<string | undefined>;
  /** Profiles by the type that they constrain, where only profiles of that type are allowed. */
  readonly profiles: ReadonlyMap<string, readonly string[]>;
  /** Profiles that are not known here. */
  readonly unknown: readonly string[];
}

/**
 * Rule of a Reference: the type of its target, the profiles of a target that stands in the same container or Bundle,
 * Reference.type, aggregation and versioning. A target elsewhere is known by the type in its URL alone. Undefined when
 * nothing is asked.
 * @source https://hl7.org/fhir/R4/references.html
 */
export function createReferenceRule(row: ElementDefinitionType, compiler: Compiler): ValueRule | undefined {
  const canonicals = row.targetProfile ?? [];
  const { aggregation = [], versioning = 'either' } = row;
  if (canonicals.length === 0 && aggregation.length === 0 && versioning === 'either') return undefined;
  let targets: Targets | undefined;
  return (value, _sibling, visit) => {
    if (!isObject(value)) return;
    targets ??= readTargets(canonicals, compiler);
    const { reference } = value;
    if (typeof reference !== 'string') {
      checkStatedType(value, undefined, targets, visit, compiler);
      return;
    }
    const found = visit.scope.locate(reference);
    const type = typeOfTarget(reference, found, visit, compiler);
    checkStatedType(value, type, targets, visit, compiler);
    if (type !== undefined && targets.types !== undefined && !targets.types.has(type)) {
      visit.report('LT-V040', { type, types: [...targets.types].sort().join(', ') });
    } else if (found !== undefined) checkProfiles(found, targets, visit, compiler);
    checkAggregation(reference, found !== undefined, aggregation, visit);
    checkVersioning(reference, versioning, visit);
  };
}

function readTargets(canonicals: readonly string[], compiler: Compiler): Targets {
  const rows = canonicals.map((canonical) => ({ canonical, ...readTarget(canonical, compiler) }));
  const unknown = rows.filter(({ type }) => type === undefined).map(({ canonical }) => canonical);
  const isAny = rows.length === 0 || rows.some(({ type }) => type === 'Resource' || type === 'DomainResource');
  const whole = new Set(rows.filter(({ isType }) => isType).map(({ type }) => type));
  const profiles = new Map<string, readonly string[]>();
  for (const { canonical, type } of rows) {
    if (type !== undefined && !whole.has(type)) profiles.set(type, [...(profiles.get(type) ?? []), canonical]);
  }
  const types = new Set(rows.flatMap(({ type }) => type ?? []));
  if (isAny) return { types: undefined, whole, profiles: new Map(), unknown: [] };
  return { types: unknown.length > 0 ? undefined : types, whole, profiles, unknown };
}

/** The resource type that a target is or constrains; none when it is not known. */
function readTarget(
  canonical: string,
  { definitions, isResourceType }: Compiler,
): { type: string | undefined; isType: boolean } {
  const name = canonical.startsWith(BASE) ? canonical.slice(BASE.length).split('|', 1)[0] : undefined;
  if (isResourceType(name)) return { type: name, isType: true };
  return { type: definitions.structure(canonical)?.type, isType: false };
}

function typeOfTarget(
  reference: string,
  found: Scope | undefined,
  { scope }: Visit,
  compiler: Compiler,
): string | undefined {
  if (found !== undefined) return textOf(found.resource['resourceType']);
  const type = scope.typeNamedBy(reference);
  return compiler.isResourceType(type) ? type : undefined;
}

/** Reference.type is that of the target, and one of those that the element allows. */
function checkStatedType(
  { type: stated }: JsonObject,
  type: string | undefined,
  { types }: Targets,
  visit: Visit,
  { isResourceType }: Compiler,
): void {
  if (stated === undefined || !isResourceType(stated)) return;
  if (type !== undefined && stated !== type) visit.report('LT-V041', { type: stated }, 'type');
  else if (types !== undefined && type === undefined && !types.has(stated)) {
    visit.report('LT-V040', { type: stated, types: [...types].sort().join(', ') }, 'type');
  }
}

function checkProfiles(found: Scope, targets: Targets, visit: Visit, compiler: Compiler): void {
  const type = textOf(found.resource['resourceType']);
  if (targets.whole.has(type)) return;
  const canonicals = targets.profiles.get(type) ?? [];
  if (canonicals.length === 0) {
    if (targets.unknown.length > 0) visit.report('LT-V033', { canonical: targets.unknown.join(', ') });
    return;
  }
  const fits = canonicals.some((canonical) => conformsTo(found, canonical, visit, compiler));
  if (!fits) visit.report('LT-V042', { canonical: canonicals.join(', ') });
}

/** Whether a resource in view conforms to a profile; a profile that is not known is conformed to. */
export function conformsTo(found: Scope, canonical: string, visit: Visit, compiler: Compiler): boolean {
  const profile = compiler.profile(canonical);
  if (profile === undefined) return true;
  return visit.conforms(found.resource, canonical, () =>
    visit.within(found, () => profile.check(found.resource, undefined, visit)),
  );
}

/** A resource in the same Bundle is referred to, and it is bundled. */
function checkAggregation(
  reference: string,
  isFound: boolean,
  aggregation: NonNullable<ElementDefinitionType['aggregation']>,
  visit: Visit,
): void {
  if (aggregation.length === 0) return;
  const isContained = reference.startsWith('#');
  const isAllowed = aggregation.some((mode) => {
    if (mode === 'contained') return isContained;
    return !isContained && (mode === 'referenced' || isFound);
  });
  if (!isAllowed) visit.report('LT-V043', { modes: aggregation.join(', ') });
}

function checkVersioning(reference: string, versioning: ElementDefinitionType['versioning'], visit: Visit): void {
  const isVersioned = reference.includes('/_history/');
  if ((versioning === 'specific' && !isVersioned) || (versioning === 'independent' && isVersioned)) {
    visit.report('LT-V044', { versioning });
  }
}
