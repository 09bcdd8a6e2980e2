import type { DiagnosticReport, Observation, ObservationComponent, Quantity, Reference } from '@medplum/fhirtypes';
import { toLocalInstant } from '../../../fhir/local-time.ts';
import type { ResultValue, ServiceOrder } from '../encounter.ts';
import type { CareContext } from './care-context.ts';
import { concept, hl7Concept, LOINC, quantity } from './coding.ts';

/** Vital signs at arrival: blood pressure, pulse, temperature, weight. @source https://hl7.org/fhir/R4/observation-vitalsigns.html */
export function addVitalSigns({ bundle, encounter, subject, visit }: CareContext): void {
  const { vitalSigns, arrivedAt, key } = encounter;
  const common: Omit<Observation, 'id' | 'code'> = {
    resourceType: 'Observation',
    status: 'final',
    category: [hl7Concept('observation-category', 'vital-signs')],
    subject,
    encounter: visit,
    effectiveDateTime: toLocalInstant(arrivedAt),
  };
  const pressure = (code: string, value: number): ObservationComponent => ({
    code: concept(LOINC, code),
    valueQuantity: quantity(value, 'mmHg', 'mm[Hg]'),
  });
  const component = [pressure('8480-6', vitalSigns.systolic), pressure('8462-4', vitalSigns.diastolic)];
  bundle.add<Observation>({ ...common, code: concept(LOINC, '85354-9', 'Huyết áp'), component }, key, 'blood-pressure');
  const single = (code: string, text: string, valueQuantity: Quantity): void => {
    bundle.add<Observation>({ ...common, code: concept(LOINC, code, text), valueQuantity }, key, code);
  };
  single('8867-4', 'Mạch', quantity(vitalSigns.pulse, 'lần/phút', '/min'));
  single('8310-5', 'Nhiệt độ', quantity(vitalSigns.temperature, '°C', 'Cel'));
  single('29463-7', 'Cân nặng', quantity(vitalSigns.weight, 'kg', 'kg'));
}

/** An Observation for each test (a panel holds its values as components) under one laboratory report. */
export function addTests(context: CareContext): void {
  const { bundle, encounter, subject, visit } = context;
  const tests = encounter.services.filter((order) => order.kind === 'test');
  const last = tests.at(-1);
  if (last === undefined) return;
  const result = tests.map((order, index) => addTest(context, order, index));
  const report: Omit<DiagnosticReport, 'id'> = {
    resourceType: 'DiagnosticReport',
    status: 'final',
    category: [hl7Concept('v2-0074', 'LAB')],
    code: concept(LOINC, '11502-2', 'Kết quả xét nghiệm'),
    subject,
    encounter: visit,
    effectiveDateTime: toLocalInstant(last.times.doneAt),
    issued: toLocalInstant(last.times.endedAt),
    result,
  };
  bundle.add<DiagnosticReport>(report, encounter.key, 'laboratory');
}

function addTest(
  { bundle, encounter, subject, visit }: CareContext,
  { test, results, times }: Extract<ServiceOrder, { kind: 'test' }>,
  index: number,
): Reference<Observation> {
  const [first] = results;
  const value =
    results.length === 1 && first !== undefined
      ? { valueQuantity: quantityOf(first) }
      : {
          component: results.map((one) => ({
            code: concept(LOINC, one.index.loinc, one.index.name),
            valueQuantity: quantityOf(one),
          })),
        };
  const observation: Omit<Observation, 'id'> = {
    resourceType: 'Observation',
    status: 'final',
    category: [hl7Concept('observation-category', 'laboratory')],
    code: concept(LOINC, test.loinc, test.name),
    subject,
    encounter: visit,
    effectiveDateTime: toLocalInstant(times.doneAt),
    issued: toLocalInstant(times.endedAt),
    ...value,
  };
  return bundle.add<Observation>(observation, encounter.key, `test-${index}`);
}

/** A report for each examination that was read. */
export function addReadings({ bundle, encounter, subject, visit }: CareContext): void {
  for (const order of encounter.services) {
    if (order.kind !== 'examination') continue;
    const { examination, reading, times } = order;
    const report: Omit<DiagnosticReport, 'id'> = {
      resourceType: 'DiagnosticReport',
      status: 'final',
      category: [hl7Concept('v2-0074', examination.group === '2' ? 'RAD' : 'EC')],
      code: concept(LOINC, examination.loinc, examination.name),
      subject,
      encounter: visit,
      effectiveDateTime: toLocalInstant(times.doneAt),
      issued: toLocalInstant(times.endedAt),
      conclusion: `${reading.description} ${reading.conclusion}`,
    };
    bundle.add<DiagnosticReport>(report, encounter.key, examination.code);
  }
}

function quantityOf({ index, value }: ResultValue) {
  return quantity(Number(value), index.unit, index.ucum);
}
