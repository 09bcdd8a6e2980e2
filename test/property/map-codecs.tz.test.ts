import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PrimitivePair } from '../../src/map/codecs/codec.ts';
import { DATE, INSTANT } from '../../src/map/codecs/local-date.ts';
import { CODE_TEXT, createPrimitives, decimalPair, STRING } from '../../src/map/codecs/primitive.ts';
import { SYSTEMS } from '../support/claim-mapping.ts';

const { write, read } = createPrimitives(SYSTEMS);

/** The text that the FHIR element tells again. */
function tell(pair: PrimitivePair, text: string): unknown {
  const parent: Record<string, unknown> = {};
  write({ parent, name: 'x' }, text, pair);
  return read({ parent, name: 'x' }, pair);
}

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const anyText = fc.oneof(
  digits(12),
  digits(8),
  digits(14),
  fc.string({ minLength: 1 }),
  fc.string({ unit: 'grapheme', minLength: 1 }),
);
const number = fc
  .tuple(fc.integer({ min: -9_999_999, max: 999_999_999 }), fc.integer({ min: 0, max: 5 }))
  .map(([whole, places]) => (whole / 10 ** places).toFixed(places));

describe('every primitive codec keeps what was sent', () => {
  it.each([
    ['instant', INSTANT, anyText],
    ['date', DATE, anyText],
    ['code', CODE_TEXT, anyText],
    ['string', STRING, anyText],
    ['decimal, 2 digits', decimalPair(2), fc.oneof(number, anyText)],
    ['decimal, 3 digits', decimalPair(3), fc.oneof(number, anyText)],
  ])('%s', (_name, pair, texts) => {
    fc.assert(
      fc.property(texts, (text) => expect(tell(pair, text)).toBe(text)),
      { numRuns: 400 },
    );
  });

  it('a well-formed instant needs no kept text', () => {
    const instants = fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, (date) => {
        const text = date.toISOString().slice(0, 16).replace(/[-:T]/g, '');
        const parent: Record<string, unknown> = {};
        write({ parent, name: 'x' }, text, INSTANT);
        expect(parent['_x']).toBeUndefined();
        expect(Date.parse(String(parent['x']))).toBe(Math.floor(date.getTime() / 60_000) * 60_000 - 7 * 3_600_000);
      }),
    );
  });
});
