import type { MedicationRequest, Procedure } from '@medplum/fhirtypes';
import { toLocalInstant } from '../../../fhir/local-time.ts';
import type { DrugOrder } from '../encounter.ts';
import type { CareContext } from './care-context.ts';
import { concept, ICD9CM } from './coding.ts';

/** A prescription for each drug: the first of its orders, for the days of all of them. */
export function addPrescriptions(context: CareContext): void {
  const { bundle, encounter } = context;
  const byDrug = Map.groupBy(encounter.drugs, ({ drug }) => drug.name);
  for (const [name, orders] of byDrug)
    bundle.add<MedicationRequest>(buildPrescription(context, orders), encounter.key, name);
}

function buildPrescription(
  { subject, visit, doctor }: CareContext,
  orders: readonly DrugOrder[],
): Omit<MedicationRequest, 'id'> {
  const [first] = orders;
  if (first === undefined) throw new RangeError('a prescription without an order');
  const { drug } = first;
  const days = orders.reduce((sum, order) => sum + order.days, 0);
  return {
    resourceType: 'MedicationRequest',
    status: 'completed',
    intent: 'order',
    medicationCodeableConcept: { text: `${drug.name} (${drug.ingredient}, ${drug.strength}, ${drug.form})` },
    subject,
    encounter: visit,
    authoredOn: toLocalInstant(first.orderedAt),
    requester: doctor,
    dosageInstruction: [
      {
        text: `${drug.perIntake} ${drug.unit.toLowerCase()}/lần, ${drug.intakesPerDay} lần/ngày, ${days} ngày`,
        patientInstruction: drug.instruction,
        timing: {
          repeat: {
            frequency: drug.intakesPerDay,
            period: 1,
            periodUnit: 'd',
            boundsDuration: { value: days, system: 'http://unitsofmeasure.org', code: 'd' },
          },
        },
      },
    ],
    dispenseRequest: { quantity: { value: orders.reduce((sum, order) => sum + order.quantity, 0), unit: drug.unit } },
  };
}

/** A Procedure for each operation and treatment, by ICD-9-CM. */
export function addProcedures({ bundle, encounter, subject, visit, doctor }: CareContext): void {
  for (const order of encounter.services) {
    if (order.kind !== 'treatment') continue;
    const { treatment, times } = order;
    const procedure: Omit<Procedure, 'id'> = {
      resourceType: 'Procedure',
      status: 'completed',
      code: concept(ICD9CM, treatment.icd9, treatment.name),
      subject,
      encounter: visit,
      performedPeriod: { start: toLocalInstant(times.doneAt), end: toLocalInstant(times.endedAt) },
      performer: [{ actor: doctor }],
      ...(treatment.report === '' ? {} : { note: [{ text: treatment.report }] }),
    };
    bundle.add<Procedure>(procedure, encounter.key, treatment.code);
  }
}
