import { adoptFhir } from '../../src/map/adopt/adopt-fhir.ts';
import type { LeftOut } from '../../src/map/adopt/left-out.ts';
import { SYSTEMS } from './claim-mapping.ts';
import { rebuild } from './form-tables.ts';

export type Json = Record<string, unknown>;

export const text = (words: string): Json => ({ text: words });
export const reference = (to: string): Json => ({ reference: to });

/** A patient and an encounter of one day, as a system writes them that knows no national form. */
export const patient = (id: string): Json => ({ resourceType: 'Patient', id });
export const visit = (id: string, of: string, day: string, more: Json = {}): Json => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: { code: 'AMB' },
  identifier: [{ system: 'urn:example:visit', value: `V-${id}` }],
  subject: reference(`Patient/${of}`),
  period: { start: `${day}T08:00:00+07:00`, end: `${day}T10:00:00+07:00` },
  ...more,
});

export const drug = (id: string, words: string, more: Json = {}): Json => ({
  resourceType: 'MedicationRequest',
  id,
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: text(words),
  ...more,
});

type Row = Readonly<Record<string, string>>;

/** The claims that become of resources: the filled fields of each row, by table. */
export function claimsOf(resources: readonly Json[]): Record<string, Row[]>[] {
  return rebuild(resources).forms.map(({ record: { tables } }) =>
    Object.fromEntries(
      [...tables].map(([name, { rows }]) => [
        name,
        rows.map(({ fields }) => Object.fromEntries([...fields].filter(([, value]) => value !== ''))),
      ]),
    ),
  );
}

export function leftOutOf(resources: readonly Json[]): readonly LeftOut[] {
  return adoptFhir(resources, SYSTEMS).leftOut;
}
