import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { loadCodeLists } from '../../../src/fhir/code-lists.ts';
import { createCommuneFinder, loadCommunes } from '../../../src/fhir/communes.ts';

const communes = loadCommunes(PATHS.communes);
const find = createCommuneFinder(communes);
const found = (text: string) => {
  const answer = find(text);
  return answer.how === 'unknown' ? answer.suggestions.map(({ name }) => name) : `${answer.how} ${answer.commune.name}`;
};

describe('the communes of the province', () => {
  it('are the 96 of the list of administrative units, each once, with a place', () => {
    const listed = loadCodeLists(`${PATHS.mappings}/codes`).codesOn('DVHC', '2026-11-22');
    const names = new Map(listed.map(({ code, vi }) => [code, vi]));
    expect(communes).toHaveLength(96);
    expect(new Set(communes.map(({ name }) => name)).size).toBe(96);
    for (const { code, name, lat, lng } of communes) {
      expect([code, names.get(code)]).toEqual([code, name]);
      expect(lat > 13.9 && lat < 15.5 && lng > 107.2 && lng < 109.3).toBe(true);
    }
    expect(communes.map(({ code }) => code)).toEqual(communes.map(({ code }) => code).sort());
  });
});

describe('a commune is found', () => {
  it.each([
    ['21040', 'exact Xã Bình Sơn'],
    ['Xã Bình Sơn', 'exact Xã Bình Sơn'],
    ['  xã  bình sơn ', 'exact Xã Bình Sơn'],
    ['Xã Sơn Thủy', 'exact Xã Sơn Thuỷ'],
    ['Đặc khu Lý Sơn', 'exact Đặc khu Lý Sơn'],
    ['Xã Bình Sơn'.normalize('NFD'), 'exact Xã Bình Sơn'],
    ['Bình Sơn', 'similar Xã Bình Sơn'],
    ['Lý Sơn', 'similar Đặc khu Lý Sơn'],
    ['Thị trấn Châu Ổ', 'similar Xã Bình Sơn'],
    ['P. Nghĩa Lộ', 'similar Phường Nghĩa Lộ'],
  ])('%s: %s', (text, expected) => {
    expect(found(text)).toBe(expected);
  });

  it('but not when two may be meant: tones count', () => {
    expect(found('Xã Sơn Hà')).toBe('exact Xã Sơn Hà');
    expect(found('Xã Sơn Hạ')).toBe('exact Xã Sơn Hạ');
    expect(found('Phường Nguyễn Nghiêm')).toEqual(['Xã Nguyễn Nghiêm', 'Phường Cẩm Thành', 'Phường Đức Phổ']);
    expect(found('Xã Sơn Ha')?.slice(0, 2)).toEqual(['Xã Sơn Hà', 'Xã Sơn Hạ']);
    expect(found('Hà Nội')).toContain('Xã Sơn Hà');
    expect(found('')).toEqual([]);
    expect(found('21041')).toEqual([]);
  });
});
