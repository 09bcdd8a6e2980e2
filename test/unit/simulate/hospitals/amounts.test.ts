import { describe, expect, it } from '@jest/globals';
import { addAmounts, splitLine, toMoney } from '../../../../src/simulate/hospitals/claim/amounts.ts';

describe('splitLine', () => {
  it.each([
    [
      '80 % of an insured line',
      { benefit: 80, aid: false },
      {
        hospital: 1_200_000,
        insured: 1_000_000,
        otherSources: 0,
        patient: 200_000,
        copayment: 200_000,
        insurance: 800_000,
      },
    ],
    [
      'full benefit, the state pays the rest',
      { benefit: 100, aid: true },
      {
        hospital: 1_200_000,
        insured: 1_000_000,
        otherSources: 200_000,
        patient: 0,
        copayment: 0,
        insurance: 1_000_000,
      },
    ],
    [
      'no insurance',
      { benefit: 0, aid: false },
      { hospital: 1_200_000, insured: 0, otherSources: 0, patient: 1_200_000, copayment: 0, insurance: 0 },
    ],
  ])('%s', (_name, cover, parts) => {
    expect(splitLine({ quantity: 2_000, hospitalPrice: 6_000, insurancePrice: 5_000, ...cover })).toEqual(parts);
  });

  it('rounds a fraction of a dong once, and the parts still add up', () => {
    const line = splitLine({ quantity: 333, hospitalPrice: 101, insurancePrice: 101, benefit: 95, aid: false });
    expect(line).toEqual({
      hospital: 3_363,
      insured: 3_363,
      otherSources: 0,
      patient: 0,
      copayment: 168,
      insurance: 3_195,
    });
  });
});

describe('addAmounts', () => {
  it('adds each part, and nothing is zero', () => {
    const line = splitLine({ quantity: 1_000, hospitalPrice: 10, insurancePrice: 8, benefit: 80, aid: false });
    expect(addAmounts([line, line])).toEqual({
      hospital: 2_000,
      insured: 1_600,
      otherSources: 0,
      patient: 400,
      copayment: 320,
      insurance: 1_280,
    });
    expect(addAmounts([]).hospital).toBe(0);
  });
});

describe('toMoney', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [123_456, '1234.56'],
  ])('%i', (hundredths, text) => expect(toMoney(hundredths)).toBe(text));
});
