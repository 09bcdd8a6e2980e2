import type { Compiler } from '../element/compiler.ts';
import type { Visit } from '../element/visit.ts';
import { isObject, type JsonObject, textOf } from '../reference/json-object.ts';
import { objectsIn } from './bundle-entries.ts';
import { VITAL_SIGNS, type VitalSign } from './vital-sign-codes.ts';

const PROFILES = 'http://hl7.org/fhir/StructureDefinition/';
const LOINC = 'http://loinc.org';
const SNOMED = 'http://snomed.info/sct';

const BY_CODE: ReadonlyMap<string, VitalSign> = new Map(
  VITAL_SIGNS.flatMap((sign) => [
    ...[sign.loinc, ...(sign.otherLoinc ?? [])].map((code) => [`${LOINC}|${code}`, sign] as const),
    ...sign.snomed.map((code) => [`${SNOMED}|${code}`, sign] as const),
  ]),
);

/**
 * An observation of a vital sign carries the LOINC code that R4 marks it by, whatever other code it has, and should
 * conform to the profile of the vital sign even where it does not claim it. The standard's own examples do not always.
 * @source https://hl7.org/fhir/R4/observation-vitalsigns.html
 */
export function checkVitalSigns(observation: JsonObject, visit: Visit, compiler: Compiler): void {
  const codes = codesOf(observation['code']);
  const sign = codes.map((code) => BY_CODE.get(code)).find((found) => found !== undefined);
  if (sign === undefined) return;
  const canonical = PROFILES + sign.profile;
  if (!codes.includes(`${LOINC}|${sign.loinc}`)) visit.report('LT-V093', { code: sign.loinc }, 'code');
  else if (!conforms(observation, canonical, visit, compiler)) visit.report('LT-V094', { canonical });
}

function codesOf(concept: unknown): readonly string[] {
  if (!isObject(concept)) return [];
  return objectsIn(concept['coding']).map(({ item }) => `${textOf(item['system'])}|${textOf(item['code'])}`);
}

function conforms(observation: JsonObject, canonical: string, visit: Visit, compiler: Compiler): boolean {
  const profile = compiler.profile(canonical);
  return (
    profile === undefined || visit.conforms(observation, canonical, () => profile.check(observation, undefined, visit))
  );
}
