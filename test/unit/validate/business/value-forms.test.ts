import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decimalsOf,
  isBirthInstant,
  isDate,
  isDigits,
  isInstant,
  isInteger,
} from '../../../../src/validate/business/value-forms.ts';

describe('days and minutes', () => {
  it('are those of the calendar', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(13), fc.nat(32), fc.nat(24), fc.nat(60), (year, month, day, hour, minute) => {
        const pad = (value: number) => String(value).padStart(2, '0');
        const date = `20${pad(year)}${pad(month)}${pad(day)}`;
        const iso = `20${pad(year)}-${pad(month)}-${pad(day)}`;
        const exists = !Number.isNaN(Date.parse(iso)) && new Date(iso).toISOString().startsWith(iso);
        expect(isDate(date)).toBe(exists);
        expect(isInstant(`${date}${pad(hour)}${pad(minute)}`)).toBe(exists && hour < 24 && minute < 60);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['19000228', true],
    ['19000229', false],
    ['20000229', true],
    ['18991231', false],
    ['2026070', false],
    ['202607011', false],
    ['2026070a', false],
    ['', false],
  ])('isDate %j', (text, is) => expect(isDate(text)).toBe(is));

  it.each([
    ['198001010000', true],
    ['198000000000', true],
    ['198000002359', true],
    ['198000002400', false],
    ['198001000000', false],
    ['000000000000', false],
    ['19800101', false],
  ])('isBirthInstant %j', (text, is) => expect(isBirthInstant(text)).toBe(is));
});

describe('numbers', () => {
  it.each([
    ['0', 0],
    ['-12', 0],
    ['5.60', 2],
    ['-0.125', 3],
    ['', -1],
    ['-', -1],
    ['.5', -1],
    ['5.', -1],
    ['1.2.3', -1],
    ['5,6', -1],
    ['1e3', -1],
    ['+1', -1],
    ['٣', -1],
  ])('decimalsOf %j', (text, decimals) => expect(decimalsOf(text)).toBe(decimals));

  it.each([
    ['12', true],
    ['-12', true],
    ['', false],
    ['-', false],
    ['1.0', false],
  ])('isInteger %j', (text, is) => expect(isInteger(text)).toBe(is));

  it('isDigits looks at a part of the text', () => {
    expect([isDigits('B1234567', 1), isDigits('B1234567'), isDigits('12', 2)]).toEqual([true, false, false]);
  });
});
