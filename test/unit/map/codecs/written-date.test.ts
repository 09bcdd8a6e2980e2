import { describe, expect, it } from '@jest/globals';
import { DATE_DMY, INSTANT_DMY, INSTANT_YMD } from '../../../../src/map/codecs/written-date.ts';

describe('dates as people write them', () => {
  it.each([
    [DATE_DMY, '01/07/2026', '2026-07-01'],
    [DATE_DMY, '07/2026', '2026-07'],
    [DATE_DMY, '2026', '2026'],
    [INSTANT_DMY, '31/12/2026 23:04:11.000', '2026-12-31T23:04:11.000+07:00'],
    [INSTANT_DMY, '31/12/2026 23:04:11', '2026-12-31T23:04:11+07:00'],
    [INSTANT_DMY, '31/12/2026', '2026-12-31'],
    [INSTANT_YMD, '2026-07-01 08:15:00', '2026-07-01T08:15:00+07:00'],
    [INSTANT_YMD, '2026-07', '2026-07'],
  ])('%# %s is told to the letter', (pair, text, value) => {
    expect(pair.parse(text)).toBe(value);
    expect(pair.render(value)).toBe(text);
  });

  it.each([
    [DATE_DMY, '1/7/2026', '2026-07-01', '01/07/2026'],
    [INSTANT_DMY, '31/12/2026 23:04', '2026-12-31T23:04:00+07:00', '31/12/2026 23:04:00'],
    [INSTANT_YMD, '2026-07-01T08:15:00', '2026-07-01T08:15:00+07:00', '2026-07-01 08:15:00'],
  ])('%# %s is understood, in other words', (pair, text, value, canonical) => {
    expect(pair.parse(text)).toBe(value);
    expect(pair.render(value)).toBe(canonical);
  });

  it.each([
    [DATE_DMY, ['', '31/02/2026', '2026-07-01', '32/01/2026', '01-07-2026', '01/07/26', '01/07/2026 08:00']],
    [
      INSTANT_DMY,
      [
        '',
        '31/02/2026 08:00:00',
        '01/07/2026 24:00:00',
        '01/07/2026 8:00',
        '07/2026 08:00:00',
        '01/07/2026 08:00:00 x',
      ],
    ],
    [INSTANT_YMD, ['', '01/07/2026', '2026-13-01', '2026-07-01 08', '2026-07-01 08:15:00+07:00', '2026-07-01 ']],
  ])('%# is not made up from other texts', (pair, texts) => {
    expect(texts.map((text) => pair.parse(text))).toEqual(texts.map(() => undefined));
  });

  it('tells an instant of another zone in local time', () => {
    expect(INSTANT_YMD.render('2026-07-01T01:15:00Z')).toBe('2026-07-01 08:15:00');
  });
});
