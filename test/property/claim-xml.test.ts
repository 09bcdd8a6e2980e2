import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeClaim, drain, envelope, type File, FORMS, readEnvelope, rowsOf } from '../support/claim-envelope.ts';

const forms = FORMS.forms.filter(({ id, format }) => format === 'claim-xml' && !id.startsWith('4210.'));
type Row = Readonly<Record<string, string>>;

/** A value of one field: any text XML can carry, without what the decoder would call a faulty `;` list. */
const value = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .map((text) => text.replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff,;]/gu, ''));

const table = fc.constantFrom(...forms).chain((form) =>
  fc.record({
    form: fc.constant(form),
    rows: fc.array(
      fc
        .uniqueArray(fc.constantFrom(...form.fields.map(({ name }) => name).filter((name) => name !== 'MA_LK')), {
          maxLength: 12,
        })
        .chain((names) =>
          fc
            .tuple(...names.map((name) => fc.tuple(fc.constant(name), value)))
            .map((pairs): Row => ({ MA_LK: 'LK1', ...Object.fromEntries(pairs) })),
        ),
      { minLength: 1, maxLength: form.row === form.root ? 1 : 4 },
    ),
  }),
);

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function write({ root, list, row }: (typeof forms)[number], rows: readonly Row[]): string {
  const fields = (each: Row) =>
    Object.entries(each)
      .map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`)
      .join('\n');
  const items = rows.map((each) => (row === root ? fields(each) : `<${row}>${fields(each)}</${row}>`)).join('');
  return `<?xml version="1.0"?><${root}>${list === null ? items : `<${list}>${items}</${list}>`}</${root}>`;
}

const encodings = {
  base64: (xml: string) => Buffer.from(xml, 'utf8').toString('base64'),
  elements: (xml: string) => xml.slice(xml.indexOf('?>') + 2),
  escaped: escapeXml,
} as const;

describe('a claim envelope', () => {
  it('is read as it was written, table by table', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(table, { selector: ({ form }) => form.id, minLength: 1, maxLength: 4 }),
        fc.constantFrom(...Object.values(encodings)),
        (tables, encode) => {
          const files = tables.map(({ form, rows }): File => [form.id, encode(write(form, rows))]);
          const [record] = readEnvelope(envelope([files])).records;
          expect(record?.key).toBe('LK1');
          for (const { form, rows } of tables) expect(rowsOf(record, form.id)).toEqual(rows);
          expect(
            record?.issues.map(({ rule }) => rule.id).filter((id) => !['LT-D035', 'LT-D039', 'LT-D043'].includes(id)),
          ).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a damaged envelope', () => {
  const whole = Buffer.from(
    envelope([
      [
        ['XML1', encodings.base64('<TONG_HOP><MA_LK>LK1</MA_LK><HO_TEN>Nguyễn Thử</HO_TEN></TONG_HOP>')],
        ['XML2', '<CHITIEU_CHITIET_THUOC><CHI_TIET_THUOC><MA_LK>LK1</MA_LK></CHI_TIET_THUOC></CHITIEU_CHITIET_THUOC>'],
      ],
      [['XML1', encodings.escaped('<TONG_HOP><MA_LK>LK2</MA_LK></TONG_HOP>')]],
    ]),
  );
  const at = fc.nat({ max: whole.length - 1 });
  const damage = fc.oneof(
    fc.tuple(at, fc.nat({ max: 7 })).map(([place, bit]) => (bytes: Buffer) => {
      const copy = Buffer.from(bytes);
      const index = place % Math.max(copy.length, 1);
      copy[index] = (copy[index] ?? 0) ^ (1 << bit);
      return copy;
    }),
    at.map((place) => (bytes: Buffer) => bytes.subarray(0, place)),
    fc.tuple(at, at).map(
      ([from, to]) =>
        (bytes: Buffer) =>
          Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]),
    ),
    fc
      .tuple(
        at,
        fc.constantFrom('<', '>', '&', ']]>', '<!DOCTYPE a>', '<HOSO>', '</HOSO>', '\u0000', '&#1;', '<![CDATA['),
      )
      .map(
        ([place, text]) =>
          (bytes: Buffer) =>
            Buffer.concat([bytes.subarray(0, place), Buffer.from(text), bytes.subarray(place)]),
      ),
  );

  it('never throws: it ends in records, or in issues that say why not', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const { records, end } = drain(decodeClaim(damages.reduce<Buffer>((bytes, apply) => apply(bytes), whole)));
        if (records.length === 0) expect(end.issues.map(({ rule }) => rule.severity)).toContain('fatal');
        for (const record of records) {
          const isKept = record.issues.every(({ rule }) => rule.action === 'accept');
          if (isKept) expect(record.key).not.toBe('');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
