import { describe, expect, it } from '@jest/globals';
import { BIRTH_DATE, birthTimeOf, DATE, INSTANT } from '../../../src/map/codecs/local-date.ts';

describe('instants of the forms (yyyymmddHHMM, Việt Nam time)', () => {
  it.each([
    ['NGAY_VAO, 12 digits', '202607010815', '2026-07-01T08:15:00+07:00', '202607010815'],
    ['midnight', '202607010000', '2026-07-01T00:00:00+07:00', '202607010000'],
    ['14 digits, as some exports write', '20260701081530', '2026-07-01T08:15:30+07:00', '20260701081530'],
    ['8 digits where 12 are due', '20260701', '2026-07-01', '20260701'],
    ['unknown day and month', '202600000000', '2026', '2026'],
    ['29 February of a leap year', '202402290000', '2024-02-29T00:00:00+07:00', '202402290000'],
  ])('%s', (_name, text, value, rendered) => {
    expect(INSTANT.parse(text)).toBe(value);
    expect(INSTANT.render(value)).toBe(rendered);
  });

  it.each([
    '01/07/2026 11:00',
    '2026-07-01',
    '202613010000',
    '202602300000',
    '202607012400',
    '202607010860',
    '',
    '000000000000',
    '202600050000',
  ])('is not an instant: %s', (text) => expect(INSTANT.parse(text)).toBeUndefined());
});

describe('days', () => {
  it('reads 8 digits, and keeps only the day of a longer text', () => {
    expect(DATE.parse('20260131')).toBe('2026-01-31');
    expect(DATE.parse('202601311530')).toBe('2026-01-31');
    expect(DATE.render('2026-01-31')).toBe('20260131');
  });
});

describe('NGAY_SINH: zeros for what is not known', () => {
  it.each([
    ['198001010000', '1980-01-01', undefined],
    ['198005000000', '1980-05', undefined],
    ['198000000000', '1980', undefined],
    ['202611200315', '2026-11-20', '2026-11-20T03:15:00+07:00'],
  ])('%s', (text, date, time) => {
    expect(BIRTH_DATE.parse(text)).toBe(date);
    expect(birthTimeOf(text)).toBe(time);
  });
});
