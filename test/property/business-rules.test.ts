import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FORMS } from '../support/claim-envelope.ts';
import { changedRecord, findIn } from '../support/claim-record.ts';

const CANARY = 'ZQCANARYQZ';

/** Values that fields are given: numbers, times, lists, codes, and anything at all. */
const value = fc.oneof(
  fc.string({ maxLength: 60, unit: 'binary' }),
  fc.integer().map(String),
  fc.double({ noNaN: true }).map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().replace(/\D/g, '').slice(0, 12)),
  fc.array(fc.stringMatching(/^[0-9A-Z.†]{0,13}$/), { maxLength: 14 }).map((parts) => parts.join(';')),
  fc.constantFrom('', ' ', '0', '-1', '1e9', '000000000000', '2359', '1 * 2 * 400 ngày', 'x'.repeat(5_000)),
);

/** Some fields of some tables, with such values. */
const tables = fc.dictionary(fc.constantFrom(...FORMS.forms.map(({ id }) => id)), fc.func(value), { maxKeys: 6 });

const fieldsOf = (id: string) => FORMS.forms.find((form) => form.id === id)?.fields.map(({ name }) => name) ?? [];

describe('business rules', () => {
  it('judge whatever stands in the fields, and never throw', () => {
    fc.assert(
      fc.property(tables, (wanted) => {
        const change = Object.fromEntries(
          Object.entries(wanted).map(([id, textFor]) => [
            id,
            Object.fromEntries(fieldsOf(id).map((name) => [name, textFor(name)])),
          ]),
        );
        for (const { text, remedy } of findIn(changedRecord({ tables: change }))) {
          expect(`${text.vi}${text.en}${remedy.vi}${remedy.en}`).not.toMatch(/[{}]/);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('say nothing of what was sent', () => {
    const all = FORMS.forms.flatMap(({ id, fields }) => fields.map(({ name }) => [id, name] as const));
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.constantFrom(CANARY, `${CANARY};${CANARY}`, `${CANARY} `),
        ([id, name], sent) => {
          const issues = findIn(
            changedRecord({ change: { [id]: { [name]: sent } }, tables: { [id]: { [name]: sent } } }),
          );
          expect(JSON.stringify(issues)).not.toContain(CANARY);
        },
      ),
      { numRuns: 300 },
    );
  });
});
