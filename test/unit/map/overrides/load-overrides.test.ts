import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../../src/config/paths.ts';
import { loadCodeLists } from '../../../../src/fhir/code-lists.ts';
import { loadForms } from '../../../../src/fhir/forms.ts';
import { createOverrideReader, loadOverrides } from '../../../../src/map/overrides/load-overrides.ts';

const read = createOverrideReader(PATHS.overrideSchema, {
  forms: loadForms(join(PATHS.mappings, 'forms')),
  codeLists: loadCodeLists(join(PATHS.mappings, 'codes')),
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'overrides-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const HEAD = 'facility: "99001"\ncontact: Phòng CNTT\noverrides:\n';
const put = (body: string, name = '99001.yaml') => writeFileSync(join(folder, name), body);
const load = () => loadOverrides(folder, read);

describe('the overrides that ship', () => {
  it('are none', () => expect(loadOverrides(PATHS.overrides, read).editions).toEqual([]));
});

describe('the example of the guide', () => {
  const example = join(PATHS.root, 'test/cases/overrides/99001.yaml');

  it('is right, and holds on its days', () => {
    const overrides = loadOverrides(join(example, '..'), read);
    expect(overrides.editions).toEqual([expect.stringMatching(/^99001@[0-9a-f]{8}$/)]);
    expect(overrides.of('99001', '2026-11-22')).toHaveLength(2);
    expect(overrides.of('99001', '2027-01-01')).toHaveLength(1);
    expect(overrides.of('99002', '2026-11-22')).toEqual([]);
  });
});

describe('the guide', () => {
  it.each(['overrides.md', 'overrides.vi.md'])('%s shows a file that is right', (name) => {
    const text = readFileSync(join(PATHS.root, 'docs/guides', name), 'utf8');
    put(/```yaml\n(.*?)```/s.exec(text)?.[1] ?? '');
    expect(load().of('99001', '2026-11-22')).toHaveLength(2);
  });
});

describe('a file', () => {
  it('renames, corrects and translates by form', () => {
    put(`${HEAD}- reason: x
  rename: { XML1: { MABENH: MA_BENH_CHINH } }
  correct: { XML1: { MA_QUOCTICH: { VN: 000, "": 000 } } }
  codes: { MA_KHOA: { NOI: K03 } }
`);
    const [override] = load().of('99001', '2026-11-22');
    expect([...(override?.forms.keys() ?? [])]).toEqual(expect.arrayContaining(['XML1', 'XML2', 'XML3']));
    expect(override?.forms.get('XML1')).toEqual({
      renames: new Map([['MABENH', 'MA_BENH_CHINH']]),
      corrections: new Map([
        [
          'MA_QUOCTICH',
          new Map([
            ['VN', '000'],
            ['', '000'],
          ]),
        ],
      ]),
      codes: new Map([['MA_KHOA', { national: new Map([['NOI', 'K03']]), isList: true }]]),
    });
    expect(override?.forms.get('XML2')?.codes.get('MA_KHOA')?.isList).toBe(false);
  });

  it('holds from its first to its last day of receipt, both included', () => {
    put(`${HEAD}- { reason: x, from: 2026-11-01, to: 2026-11-30, codes: { MA_KHOA: { NOI: K03 } } }\n`);
    const days = ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'];
    expect(days.map((day) => load().of('99001', day).length)).toEqual([0, 1, 1, 0]);
  });

  const ENTRY = '- reason: x\n  ';
  it.each([
    ['no YAML', 'facility: [', 'line 1 is not YAML'],
    ['a name given twice', `${HEAD}${ENTRY}codes: { MA_KHOA: { A: K01, A: K02 } }`, 'line 5: a name stands twice'],
    ['no contact', 'facility: "99001"\noverrides: []', "line 1, the file: must have required property 'contact'"],
    [
      'an unknown name',
      `${HEAD}${ENTRY}rename: { XML1: { A: STT } }\n  renames: {}`,
      'line 4, overrides[0]: must NOT have additional properties: renames',
    ],
    ['nothing to do', `${HEAD}- reason: x\n`, 'line 4, overrides[0]: '],
    [
      'a day that is none',
      `${HEAD}${ENTRY}from: 2026-02-30\n  codes: { MA_KHOA: { A: K01 } }`,
      'line 5, overrides[0].from: is no day of the calendar',
    ],
    [
      'an end before its beginning',
      `${HEAD}${ENTRY}from: 2026-02-02\n  to: 2026-02-01\n  codes: { MA_KHOA: { A: K01 } }`,
      'line 6, overrides[0].to: is before from',
    ],
    [
      'an unknown form',
      `${HEAD}${ENTRY}rename: { XML99: { A: STT } }`,
      'line 5, overrides[0].rename.XML99: there is no such form',
    ],
    [
      'an unknown field',
      `${HEAD}${ENTRY}rename:\n    XML1:\n      MABENH: MA_BENHH`,
      'line 7, overrides[0].rename.XML1.MABENH: XML1 has no element MA_BENHH',
    ],
    [
      'an element that the form has',
      `${HEAD}${ENTRY}rename: { XML1: { STT: MA_BN } }`,
      'line 5, overrides[0].rename.XML1.STT: XML1 has this element itself',
    ],
    [
      'the key of the record',
      `${HEAD}${ENTRY}correct: { XML1: { MA_LK: { A: B } } }`,
      'line 5, overrides[0].correct.XML1.MA_LK: MA_LK tells which record it is, and cannot be overridden',
    ],
    [
      "another facility's code",
      `${HEAD}${ENTRY}rename: { XML1: { MACS: MA_CSKCB } }`,
      'line 5, overrides[0].rename.XML1.MACS: MA_CSKCB tells which record it is, and cannot be overridden',
    ],
    [
      'a correction that changes nothing',
      `${HEAD}${ENTRY}correct: { XML1: { STT: { A: A } } }`,
      'line 5, overrides[0].correct.XML1.STT.A: changes nothing',
    ],
    [
      'an unknown list',
      `${HEAD}${ENTRY}codes: { MA_KHOAA: { A: K01 } }`,
      'line 5, overrides[0].codes.MA_KHOAA: no field of a form is taken from such a list',
    ],
    [
      'a code that is none',
      `${HEAD}${ENTRY}codes: { GIOI_TINH: { A: 9 } }`,
      'line 5, overrides[0].codes.GIOI_TINH.A: GIOI_TINH has no code 9',
    ],
  ])('with %s does not start', (_name, text, problem) => {
    put(text);
    expect(load).toThrow(`overrides ${join(folder, '99001.yaml')}: ${problem}`);
  });

  it('is named after its facility', () => {
    put(`${HEAD}${ENTRY}codes: { MA_KHOA: { A: K01 } }`, '99002.yaml');
    expect(load).toThrow('line 1, facility: the file of 99001 must be named 99001.yaml');
  });

  it('has a folder that can be read', () => {
    expect(() => loadOverrides(join(folder, 'none'), read)).toThrow(/^overrides: the folder .* cannot be read$/);
  });
});
