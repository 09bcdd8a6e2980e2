import { Ajv } from 'ajv';
import { type CheckRuntime, once } from './check-runtime.ts';
import type { Fault } from './fault.ts';
import { fhirKeywords } from './fhir-keywords.ts';
import type { JsonSchema } from './fhir-schema.ts';
import type { NestedResource } from './nested-resources.ts';
import { canonicalOfType, type Profile } from './profile-definition.ts';
import { PROFILE_KEYWORDS } from './profile-keywords.ts';
import { AJV_OPTIONS, compileReport } from './resource-report.ts';

/**
 * Finds the faults of a resource against the profiles that it claims in `meta.profile`. The keyword `profile` stands for
 * a claim that is not known, or that is of another resource type.
 */
export type ProfileChecks = (place: NestedResource) => readonly Fault[];

/** Makes the checks of some profiles; each is compiled by ajv, in a few milliseconds, when it is first claimed. */
export function createProfileChecks(profiles: readonly Profile[], runtime: CheckRuntime): ProfileChecks {
  const quick = profileCompiler(runtime, false);
  const thorough = profileCompiler(runtime, true);
  const checkOf = once((schema: JsonSchema) => quick.compile(schema));
  const reportOf = once((schema: JsonSchema) => compileReport(thorough, schema));
  const known = indexByCanonical(profiles);

  function checkClaim({ resource, instancePath }: NestedResource, claim: unknown, index: number): readonly Fault[] {
    const type = String(resource['resourceType']);
    if (claim === canonicalOfType(type)) return [];
    const profile = known.get(claim);
    if (profile?.type !== type) {
      const params = { isKnown: profile !== undefined };
      return [{ keyword: 'profile', instancePath: `${instancePath}/meta/profile/${index}`, params }];
    }
    if (checkOf(profile.schema)(resource)) return [];
    return reportOf(profile.schema)(resource, instancePath).map((fault) => ({ ...fault, profile: profile.url }));
  }

  return (place) => claimsOf(place).flatMap((claim, index) => checkClaim(place, claim, index));
}

function profileCompiler(runtime: CheckRuntime, allErrors: boolean): Ajv {
  const ajv = new Ajv({ ...AJV_OPTIONS, allErrors });
  for (const keyword of [...fhirKeywords(runtime), ...PROFILE_KEYWORDS]) ajv.addKeyword(keyword);
  return ajv;
}

/** By URL, and by URL with version. */
function indexByCanonical(profiles: readonly Profile[]): ReadonlyMap<unknown, Profile> {
  return new Map(
    profiles.flatMap((profile) => [
      [profile.url, profile],
      [`${profile.url}|${profile.version}`, profile],
    ]),
  );
}

function claimsOf({ resource }: NestedResource): readonly unknown[] {
  const { profile } = (resource['meta'] ?? {}) as { profile?: unknown };
  return Array.isArray(profile) ? profile : [];
}
