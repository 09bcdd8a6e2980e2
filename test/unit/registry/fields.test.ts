import { describe, expect, it } from '@jest/globals';
import { FIELDS, headingOf, keyOfHeading } from '../../../src/registry/fields.ts';

const KEYS = [
  ...FIELDS.map(({ name }) => name.replace(/^(scope|contact)\./, '$1.1.')),
  ...['scope.2.reason', 'scope.12.decidedOn', 'contact.3.phone', 'statistics.2026-10'],
];

describe('headings of a registry file', () => {
  it.each(['vi', 'en'] as const)('are known again as they are written (%s)', (language) => {
    expect(KEYS.map((key) => keyOfHeading(headingOf(key, language)))).toEqual(KEYS);
    const headings = KEYS.map((key) => headingOf(key, language));
    expect(new Set(headings).size).toBe(KEYS.length);
  });

  it.each([
    ['MÃ CSKCB', 'code'],
    ['  tên  cơ sở ', 'name'],
    ['Phường/Xã', 'commune'],
    ['Phạm vi (2): lý do', 'scope.2.reason'],
    ['2026-10', 'statistics.2026-10'],
    ['10/2026', 'statistics.2026-10'],
    ['Lượt khám 1/2026', 'statistics.2026-01'],
    ['Số lượt khám tháng 10/2026', 'statistics.2026-10'],
    ['T3/2026', 'statistics.2026-03'],
  ])('%s is %s', (heading, key) => {
    expect(keyOfHeading(heading)).toBe(key);
  });

  it.each(['', 'STT', 'Ghi chú', '13/2026', 'Công bố 10/2026', 'Tên cơ sở 2', '2026', 'constructor', 'Phạm vi 100'])(
    '%s is none',
    (heading) => {
      expect(keyOfHeading(heading)).toBeUndefined();
    },
  );
});
