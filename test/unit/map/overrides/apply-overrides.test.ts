import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PATHS } from '../../../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../../../src/fhir/rule-catalogue.ts';
import { applyOverrides } from '../../../../src/map/overrides/apply-overrides.ts';
import type { FormOverride, Override } from '../../../../src/map/overrides/override.ts';
import type { FormRecord, SourceRow } from '../../../../src/types/source-record.ts';
import { asSent, formRecord } from '../../../support/override-cases.ts';

const rules = loadRuleCatalogue(PATHS.rules);

type Texts = Readonly<Record<string, string>>;
interface Parts {
  readonly renames?: Texts;
  readonly corrections?: Readonly<Record<string, Texts>>;
  readonly codes?: Readonly<Record<string, Texts>>;
  /** Fields of several codes. */
  readonly lists?: readonly string[];
}

const mapOf = <T>(record: Readonly<Record<string, T>> = {}) => new Map(Object.entries(record));

function override(parts: Parts, form = 'XML1'): Override {
  const codes = Object.entries(parts.codes ?? {}).map(
    ([field, own]) => [field, { national: mapOf(own), isList: parts.lists?.includes(field) === true }] as const,
  );
  const compiled: FormOverride = {
    renames: mapOf(parts.renames),
    corrections: new Map(Object.entries(parts.corrections ?? {}).map(([field, texts]) => [field, mapOf(texts)])),
    codes: new Map(codes),
  };
  return {
    facility: '99001',
    edition: '99001@12345678',
    reason: '',
    from: '',
    to: '9999',
    forms: new Map([[form, compiled]]),
  };
}

const apply = (record: FormRecord, ...overrides: Override[]) => applyOverrides(record, overrides, rules);
const row = (record: FormRecord, table = 'XML1', at = 0) => record.tables.get(table)?.rows[at] as SourceRow;
const told = ({ issues }: FormRecord) => issues.map(({ rule, place, text }) => `${rule.id} ${place} ${text.en}`);

describe('a renaming', () => {
  it('puts the text under the name of the form, where it stood, and keeps the name as sent', () => {
    const record = apply(
      formRecord({ XML1: [{ MA_LK: 'LK1', BENH: 'A00', STT: '1' }] }),
      override({ renames: { BENH: 'MA_BENH_CHINH' } }),
    );
    expect([...row(record).fields]).toEqual([
      ['MA_LK', 'LK1'],
      ['MA_BENH_CHINH', 'A00'],
      ['STT', '1'],
    ]);
    expect(row(record).sentNames).toEqual(['MA_LK', 'BENH', 'STT']);
    expect(told(record)).toEqual([
      'LT-M030 XML1[1].MA_BENH_CHINH XML1.MA_BENH_CHINH: the override 99001@12345678 of the facility was applied (element BENH renamed), 1 times; what was sent is kept.',
    ]);
  });

  it('finds the name as sent, also of what was mended already, and repeated elements', () => {
    const mended: SourceRow = {
      number: 1,
      fields: new Map([
        ['MA_BENH', 'A'],
        ['BENH#2', 'B'],
      ]),
      sentNames: ['BENH', 'BENH'],
    };
    const renamed = row(apply(formRecord({ XML1: [mended] }), override({ renames: { BENH: 'MA_BENH_CHINH' } })));
    expect([...renamed.fields.keys()]).toEqual(['MA_BENH_CHINH', 'MA_BENH_CHINH#2']);
    expect(renamed.sentNames).toEqual(['BENH', 'BENH']);
  });

  it('is left undone where the right element stands too', () => {
    const before = formRecord({ XML1: [{ BENH: 'A', MA_BENH_CHINH: '' }] });
    const record = apply(before, override({ renames: { BENH: 'MA_BENH_CHINH' } }));
    expect(row(record)).toBe(row(before));
    expect(told(record)).toEqual([expect.stringMatching(/^LT-M031 XML1\[1\]\.BENH XML1\.MA_BENH_CHINH: 1 rows have/)]);
  });

  it('takes JSON types along', () => {
    const sent: SourceRow = { number: 1, fields: new Map([['age', '7']]), jsonTypes: new Map([['age', 'number']]) };
    expect(row(apply(formRecord({ XML1: [sent] }), override({ renames: { age: 'TUOI' } }))).jsonTypes).toEqual(
      new Map([['TUOI', 'number']]),
    );
  });
});

describe('a correction', () => {
  it('puts another text, and keeps the one that was sent', () => {
    const record = apply(
      formRecord({ XML1: [{ MA_QUOCTICH: 'VN', STT: '' }] }),
      override({ corrections: { MA_QUOCTICH: { VN: '000' }, STT: { '': '1' } } }),
    );
    expect([...row(record).fields]).toEqual([
      ['MA_QUOCTICH', '000'],
      ['STT', '1'],
    ]);
    expect(row(record).corrected).toEqual(
      new Map([
        ['MA_QUOCTICH', 'VN'],
        ['STT', ''],
      ]),
    );
    expect(told(record)).toHaveLength(2);
  });

  it('changes no other text, no other form, and nothing that is not there', () => {
    const before = formRecord({ XML1: [{ MA_QUOCTICH: 'vn' }, {}], XML2: [{ MA_QUOCTICH: 'VN' }] });
    expect(apply(before, override({ corrections: { MA_QUOCTICH: { VN: '000', '': '000' } } }))).toBe(before);
  });

  it('counts rows in one issue', () => {
    const record = apply(
      formRecord({ XML3: [{ A: '1' }, { A: '2' }, { A: '1' }] }),
      override({ corrections: { A: { 1: 'x' } } }, 'XML3'),
    );
    expect(told(record)).toEqual([expect.stringMatching(/^LT-M030 XML3\[1\]\.A .*value corrected\), 2 times/)]);
    expect(row(record, 'XML3', 1).corrected).toBeUndefined();
  });
});

describe('own codes', () => {
  it('become national ones, each item of a list', () => {
    const codes = { MA_KHOA: { NOI: 'K03', NGOAI: 'K19' }, MA_DICH_VU: { NOI: 'x' } };
    const record = apply(
      formRecord({ XML1: [{ MA_KHOA: 'NOI;K01;NGOAI', MA_DICH_VU: 'NOI;NOI' }] }),
      override({ codes, lists: ['MA_KHOA'] }),
    );
    expect([...row(record).fields.values()]).toEqual(['K03;K01;K19', 'NOI;NOI']);
    expect(row(record).corrected).toEqual(new Map([['MA_KHOA', 'NOI;K01;NGOAI']]));
  });

  it('are looked for after renamings and corrections, and the text as sent stays', () => {
    const one = override({
      renames: { KHOA: 'MA_KHOA' },
      corrections: { MA_KHOA: { Nội: 'NOI' } },
      codes: { MA_KHOA: { NOI: 'K03' } },
    });
    const record = apply(formRecord({ XML1: [{ KHOA: 'Nội' }] }), one);
    expect(row(record)).toEqual({
      number: 1,
      fields: new Map([['MA_KHOA', 'K03']]),
      sentNames: ['KHOA'],
      corrected: new Map([['MA_KHOA', 'Nội']]),
    });
    expect(told(record)).toHaveLength(3);
  });
});

describe('several overrides', () => {
  it('work one after the other, and the first text is the one that was sent', () => {
    const record = apply(
      formRecord({ XML1: [{ A: '1' }] }),
      override({ corrections: { A: { 1: '2' } } }),
      override({ corrections: { A: { 2: '3' } } }),
      override({ renames: { A: 'B' } }),
    );
    expect(row(record)).toEqual({
      number: 1,
      fields: new Map([['B', '3']]),
      sentNames: ['A'],
      corrected: new Map([['B', '1']]),
    });
  });
});

describe('whatever the overrides do', () => {
  const name = fc.constantFrom('A', 'B', 'C', 'D');
  const text = fc.constantFrom('', '1', '2', '1;2');
  const texts = fc.dictionary(text, text, { maxKeys: 3 });
  const parts = fc.record({
    renames: fc.dictionary(name, name, { maxKeys: 3 }),
    corrections: fc.dictionary(name, texts, { maxKeys: 3 }),
    codes: fc.dictionary(name, texts, { maxKeys: 3 }),
    lists: fc.subarray(['A', 'B', 'C', 'D']),
  });

  it('names and texts as sent can be told, in order, and an unchanged row is the same row', () => {
    fc.assert(
      fc.property(fc.dictionary(name, text), fc.array(parts, { maxLength: 3 }), (fields, all) => {
        const before = formRecord({ XML1: [fields] });
        const after = apply(before, ...all.map((one) => override(one)));
        expect(asSent(row(after))).toEqual([...row(before).fields]);
        expect(row(before).fields).toEqual(new Map(Object.entries(fields)));
        if (after.issues.length === 0) expect(after).toBe(before);
      }),
    );
  });
});
