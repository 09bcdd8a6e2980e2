import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BLOOD_PRESSURE } from '../../../../src/map/codecs/blood-pressure.ts';
import type { Codec, CodecScope } from '../../../../src/map/codecs/codec.ts';
import { createCodecs } from '../../../../src/map/codecs/create-codec.ts';
import { EMPTY_ROW, Episode } from '../../../../src/map/episode.ts';
import { CODE_LISTS, SYSTEMS } from '../../../support/claim-mapping.ts';

const SCOPE: CodecScope = {
  episode: new Episode({ facility: '99001', key: 'LK1', format: 'health-check-xml' }),
  row: EMPTY_ROW,
};

function write(codec: Codec, text: string) {
  const parent: Record<string, unknown> = {};
  const slot = { parent, name: 'at' };
  return { outcome: codec.write(slot, text, SCOPE), at: parent['at'], told: codec.read(slot) };
}

describe('blood-pressure', () => {
  const quantity = (value: number) => ({ value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' });

  it('makes a systolic and a diastolic component of 120/80', () => {
    expect(write(BLOOD_PRESSURE, '120/80')).toMatchObject({
      outcome: 'exact',
      told: '120/80',
      at: [
        { code: { coding: [{ code: '8480-6' }] }, valueQuantity: quantity(120) },
        { code: { coding: [{ code: '8462-4' }] }, valueQuantity: quantity(80) },
      ],
    });
  });

  it.each(['120 / 80', '120/80 mmHg', ' 120/80', '090/060'])('reads %j, and keeps how it was written', (text) => {
    const { outcome, told } = write(BLOOD_PRESSURE, text);
    expect([outcome, told]).toEqual(['verbatim', told]);
    expect(told).toMatch(/^(?:120\/80|90\/60)$/);
  });

  it.each(['120', '120-80', '120/80/60', 'cao', '1200/80', '120/', '12a/80'])(
    'knows neither pressure of %j',
    (text) => {
      const { outcome, at, told } = write(BLOOD_PRESSURE, text);
      expect([outcome, told]).toEqual(['verbatim', undefined]);
      expect(at).toMatchObject([{ dataAbsentReason: { coding: [{ code: 'unknown' }] } }, { dataAbsentReason: {} }]);
      expect(JSON.stringify(at)).not.toContain('valueQuantity');
    },
  );

  it('never says of a text that it tells it when it does not', () => {
    const parts = fc.constantFrom('120', '80', '/', ' ', '0', 'mmHg', '7', '-', '.5');
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 6 }).map((texts) => texts.join('')),
        (text) => {
          const { outcome, told } = write(BLOOD_PRESSURE, text);
          expect(outcome === 'exact').toBe(told === text);
        },
      ),
    );
  });
});

describe('disease', () => {
  const codec = createCodecs(SYSTEMS, CODE_LISTS)({ to: 'x.code', as: 'disease', list: 'ICD10_VN' });

  it.each(['I10', 'E11.9', 'A00', 'J18.91', 'Z00.0', 'E10.2†', 'M01.0*', 'U07.1'])('%s is a code', (text) => {
    const { at, told } = write(codec, text);
    expect(at).toMatchObject({ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: text }] });
    expect(told).toBe(text);
  });

  it.each(['Viêm da', 'Tăng huyết áp', 'i10', 'I10, E11', '1', 'Không', ' I10'])(
    '%j is the words of a disease',
    (text) => {
      const { at, told } = write(codec, text);
      expect(at).toEqual({ text });
      expect(told).toBe(text);
    },
  );

  it('tells every text again', () => {
    const icd = fc.stringMatching(/^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?[*+†‡]?$/);
    fc.assert(
      fc.property(fc.oneof(icd, fc.string({ minLength: 1 })), (text) => {
        expect(write(codec, text)).toMatchObject({ outcome: 'exact', told: text });
      }),
    );
  });
});
