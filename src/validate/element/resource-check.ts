import { isObject, type JsonObject } from '../reference/json-object.ts';
import { checkAnyResource } from '../resources/any-resource.ts';
import { SnapshotError } from '../snapshot/snapshot-error.ts';
import type { Compiler } from './compiler.ts';
import { checkObject } from './object-plan.ts';
import { RESOURCE_RULES } from './resource-rules.ts';
import type { Visit } from './visit.ts';

/** Checks of a resource. */
export interface ResourceCheck {
  /** The resource that the scope of the visit is of. */
  own(value: unknown, visit: Visit): void;
  /** A resource that stands inside that one. */
  nested(value: unknown, visit: Visit): void;
}

/** Makes the check of resources of any type: by the type, by the profiles that they claim, by what only the type has. */
export function createResourceCheck(compiler: Compiler): ResourceCheck {
  function own(value: unknown, visit: Visit): void {
    if (!isObject(value)) {
      visit.report(Array.isArray(value) ? 'LT-V006' : 'LT-V007', { element: visit.property(0)?.element ?? 'Resource' });
      return;
    }
    const { resourceType } = value;
    if (!compiler.isResourceType(resourceType)) {
      visit.report('LT-V011', {}, 'resourceType');
      return;
    }
    checkObject(compiler.plan(resourceType), value, visit);
    checkAnyResource(value, visit);
    RESOURCE_RULES[resourceType]?.(value, visit, compiler);
    checkClaims(value, resourceType, visit, compiler);
    checkGlobals(value, resourceType, visit, compiler);
  }

  return {
    own,
    nested(value, visit) {
      if (isObject(value)) visit.within(visit.scope.inside(value), () => own(value, visit));
      else own(value, visit);
    },
  };
}

const UNKNOWN_PROFILE = { error: 'LT-V019', warning: 'LT-V020', information: 'LT-V018' } as const;

/** Every profile in meta.profile: known, of this type, and kept. */
function checkClaims(resource: JsonObject, type: string, visit: Visit, compiler: Compiler): void {
  const { meta } = resource;
  if (!isObject(meta) || !Array.isArray(meta['profile'])) return;
  for (const [index, canonical] of meta['profile'].entries()) {
    if (typeof canonical !== 'string') continue;
    const place = `.meta.profile[${index}]`;
    checkAgainst(canonical, resource, type, visit, compiler, {
      unknown: UNKNOWN_PROFILE[compiler.strictness.unknownProfile],
      place,
    });
  }
}

/** A profile that a resource claims or is asked to conform to: `place` is where what is wrong with the profile is said. */
export function checkAgainst(
  canonical: string,
  resource: unknown,
  type: string,
  visit: Visit,
  compiler: Compiler,
  { unknown, place }: { readonly unknown: string; readonly place: string },
): void {
  const profile = compiler.profile(canonical);
  if (profile === undefined) {
    const fault = compiler.fault(canonical);
    if (fault instanceof SnapshotError) visit.report(fault.finding.rule, fault.finding.with, place);
    else visit.report(fault === undefined ? unknown : 'LT-V016', {}, place);
    return;
  }
  if (profile.type !== type) visit.report('LT-V021', {}, place);
  else {
    const [fault] = compiler.definitionFaults(profile.structure);
    if (fault !== undefined) visit.report('LT-V059', { profile: canonical, ...fault.with, rule: fault.rule }, place);
    profile.check(resource, undefined, visit);
  }
}

/** Profiles that an implementation guide asks of every resource of the type. One that is not known is passed over. */
function checkGlobals(resource: JsonObject, type: string, visit: Visit, { definitions, profile }: Compiler): void {
  for (const canonical of definitions.globalProfiles(type)) profile(canonical)?.check(resource, undefined, visit);
}
