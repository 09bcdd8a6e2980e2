import type { Compiler } from '../element/compiler.ts';
import type { Visit } from '../element/visit.ts';
import { isObject, type JsonObject } from '../reference/json-object.ts';
import { VITAL_SIGNS, type VitalSign } from './vital-sign-codes.ts';

const PROFILES = 'http://hl7.org/fhir/StructureDefinition/';
const LOINC = 'http://loinc.org';
const SNOMED = 'http://snomed.info/sct';

const BY_SYSTEM: ReadonlyMap<unknown, ReadonlyMap<unknown, VitalSign>> = new Map([
  [LOINC, new Map(VITAL_SIGNS.flatMap((sign) => [sign.loinc, ...(sign.otherLoinc ?? [])].map((code) => [code, sign])))],
  [SNOMED, new Map(VITAL_SIGNS.flatMap((sign) => sign.snomed.map((code) => [code, sign])))],
]);

/**
 * An observation of a vital sign carries the LOINC code that R4 marks it by, whatever other code it has, and should
 * conform to the profile of the vital sign even where it does not claim it. The standard's own examples do not always.
 * @source https://hl7.org/fhir/R4/observation-vitalsigns.html
 */
export function checkVitalSigns(observation: JsonObject, visit: Visit, compiler: Compiler): void {
  const { code } = observation;
  const codings = isObject(code) && Array.isArray(code['coding']) ? code['coding'] : [];
  const sign = vitalSignOf(codings);
  if (sign === undefined) return;
  const canonical = PROFILES + sign.profile;
  const isMarked = codings.some(
    (coding) => isObject(coding) && coding['system'] === LOINC && coding['code'] === sign.loinc,
  );
  if (!isMarked) visit.report('LT-V093', { code: sign.loinc }, 'code');
  else if (compiler.strictness.impliedProfiles && !conforms(observation, canonical, visit, compiler)) {
    visit.report('LT-V094', { canonical });
  }
}

function vitalSignOf(codings: readonly unknown[]): VitalSign | undefined {
  for (const coding of codings) {
    const sign = isObject(coding) ? BY_SYSTEM.get(coding['system'])?.get(coding['code']) : undefined;
    if (sign !== undefined) return sign;
  }
  return undefined;
}

function conforms(observation: JsonObject, canonical: string, visit: Visit, compiler: Compiler): boolean {
  const profile = compiler.profile(canonical);
  return (
    profile === undefined || visit.conforms(observation, canonical, () => profile.check(observation, undefined, visit))
  );
}
