import { describe, expect, it } from '@jest/globals';
import type { Form } from '../../src/fhir/forms.ts';
import { FORMS } from '../support/claim-mapping.ts';
import { createFormRecordMaker } from '../support/form-records.ts';
import { ALL_TABLES, CODES, comparable, thereAndBack } from '../support/form-tables.ts';

/** Records for each form; the whole proof takes 10,000: `npm run prove:round-trip`. */
const RECORDS = Number(process.env['ROUND_TRIP_RECORDS'] ?? 100);

const { record: make } = createFormRecordMaker((list) => CODES.get(list) ?? []);
const formsOf = (format: string) => FORMS.forms.filter((form) => form.format === format && ALL_TABLES.has(form.id));
const byFormat = new Map(FORMS.forms.map(({ format }) => [format, formsOf(format)]));

function expectRoundTrip(forms: readonly Form[], records: number): void {
  for (let seed = 1; seed <= records; seed += 1) {
    const sent = make(seed, forms);
    const again = thereAndBack(sent);
    const told = again === undefined ? undefined : comparable(again);
    // Compared as text first: an assertion on a large object is dear.
    if (JSON.stringify(told) !== JSON.stringify(comparable(sent)))
      expect({ seed, told }).toEqual({ seed, told: comparable(sent) });
  }
}

describe('a form is rebuilt from its FHIR: every element, value and row, in order', () => {
  it.each([...ALL_TABLES.keys()])('%s alone', (id) => {
    const form = FORMS.forms.find((candidate) => candidate.id === id);
    expect(form).toBeDefined();
    if (form !== undefined) expectRoundTrip([form], RECORDS);
  });

  it.each([...byFormat].filter(([, forms]) => forms.length > 1))('all forms of %s in one record', (_format, forms) => {
    // QĐ 4210 and its successors are never in one file.
    const [old, recent] = [
      forms.filter(({ id }) => id.startsWith('4210.')),
      forms.filter(({ id }) => !id.startsWith('4210.')),
    ];
    if (old.length > 0) expectRoundTrip(old, RECORDS);
    expectRoundTrip(recent, RECORDS);
  });
});
