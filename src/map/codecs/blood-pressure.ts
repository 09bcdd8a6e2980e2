import type { JsonNode } from '../json-node.ts';
import { isObject, objectsAt } from '../unchecked-element.ts';
import type { Codec } from './codec.ts';

const LOINC = 'http://loinc.org';
/** @source https://hl7.org/fhir/R4/bp.html */
const SYSTOLIC = { system: LOINC, code: '8480-6', display: 'Systolic blood pressure' };
const DIASTOLIC = { system: LOINC, code: '8462-4', display: 'Diastolic blood pressure' };

const MILLIMETRES = { unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' };
const UNKNOWN = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown', display: 'Unknown' }],
};

/** Two pressures, with spaces and the unit where a sender adds them. */
const READABLE = /^ {0,3}(?<systolic>\d{2,3}) {0,3}\/ {0,3}(?<diastolic>\d{2,3}) {0,3}(?:mmHg)? {0,3}$/i;

/**
 * HUYET_AP, `120/80` in mmHg: the systolic and the diastolic component of a blood pressure. Of what cannot be read as two
 * pressures both are unknown, and the text stands beside them.
 */
export const BLOOD_PRESSURE: Codec = {
  write({ parent, name }, text) {
    const { systolic, diastolic } = READABLE.exec(text)?.groups ?? {};
    parent[name] = [componentOf(SYSTOLIC, systolic), componentOf(DIASTOLIC, diastolic)];
    return `${Number(systolic)}/${Number(diastolic)}` === text ? 'exact' : 'verbatim';
  },
  read({ parent, name }) {
    const components = objectsAt(parent, name);
    const systolic = pressureOf(components, SYSTOLIC.code);
    const diastolic = pressureOf(components, DIASTOLIC.code);
    return systolic === undefined || diastolic === undefined ? undefined : `${systolic}/${diastolic}`;
  },
};

function componentOf(coding: object, pressure: string | undefined): JsonNode {
  const code = { coding: [coding] };
  if (pressure === undefined) return { code, dataAbsentReason: UNKNOWN };
  return { code, valueQuantity: { value: Number(pressure), ...MILLIMETRES } };
}

function pressureOf(components: readonly JsonNode[], loinc: string): number | undefined {
  const component = components.find(({ code }) =>
    objectsAt(code, 'coding').some((coding) => coding['system'] === LOINC && coding['code'] === loinc),
  );
  const quantity = component?.['valueQuantity'];
  const value = isObject(quantity) ? quantity['value'] : undefined;
  return typeof value === 'number' ? value : undefined;
}
