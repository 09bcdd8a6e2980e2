import type { Form, FormField } from '../../src/fhir/forms.ts';
import type { FormRecord, SourceRow, SourceTable } from '../../src/types/source-record.ts';

/** Makes records of national forms from a number: the same number makes the same record. */
export interface FormRecordMaker {
  /** A record with some rows of each of the forms: ordinary values, and odd ones that real files hold. */
  record(seed: number, forms: readonly Form[]): FormRecord;
}

/** Draws numbers from 0 to 1 (mulberry32). */
type Draw = () => number;

function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const TEXTS = [
  'Viêm phổi',
  'Sốt, ho; khó thở',
  'a < b & c > "d"',
  ' đầu và cuối ',
  'dòng một\ndòng hai',
  'Số 0 Đường Thử Nghiệm',
  '<p>đậm</p>',
  'K01',
  '0',
  '1',
  '.',
  ';',
  'TEST.1',
  '😀 𝟙',
];
const NUMBERS = [
  '0',
  '1',
  '7',
  '12.5',
  '5.60',
  '100.00',
  '0.333',
  '1000000.00',
  '-250.00',
  '007',
  '1,5',
  '.5',
  '1e3',
  '12345678901234567890',
  '5 ml',
];
const INTEGERS = ['0', '1', '2', '3', '14', '007', '1.0', '-1', '99999999999', 'Nam', ' 1'];
const DAYS = [
  '20260701',
  '20240229',
  '20260700',
  '20260000',
  '20261301',
  '01/07/2026',
  '2026-07-01',
  '202607010815',
  '0',
  '19000101',
];
const INSTANTS = [
  '202607010815',
  '202607050000',
  '202607010815',
  '20260701081530',
  '20260701',
  '202613010815',
  '2026-07-01T08:15',
  '202607012460',
  '000000000000',
];
const BIRTHS = [
  '198001010000',
  '198000000000',
  '198005000000',
  '198001010815',
  '19800101',
  '1980',
  '00000000',
  '198002300000',
];
const CODES = [
  '01',
  '1',
  '02',
  '2',
  '03',
  '3',
  '1.1',
  '1.10',
  '9',
  'A00',
  'E10.2†',
  'J18.9',
  '000',
  'K03',
  'X Y',
  ' 01',
];

/** Makes records whose codes are drawn from the lists where a field has one. */
export function createFormRecordMaker(codesOf: (list: string) => readonly string[]): FormRecordMaker {
  return {
    record(seed, forms) {
      const draw = drawFrom(seed);
      const key = draw() < 0.9 ? `LK${seed}` : `${seed} lạ;<`;
      const tables = forms.map((form) => [form.id, makeTable(form, key, draw, codesOf)] as const);
      return {
        format: forms[0]?.format ?? 'claim-xml',
        key,
        facility: '99001',
        position: 1,
        tables: new Map(tables),
        envelope: {
          root: 'GIAMDINHHS',
          syntax: 'xml',
          texts: new Map([['NGAYLAP', '20260705']]),
          files: filesOf(tables),
        },
        issues: [],
      };
    },
  };
}

function filesOf(tables: readonly (readonly [string, SourceTable])[]): FormRecord['envelope']['files'] {
  return tables.map(([table, { rows }]) => ({ kind: table, table, rows: rows.length, content: 'base64' }));
}

const pick = <T>(draw: Draw, from: readonly T[]): T => from[Math.floor(draw() * from.length)] as T;

function makeTable(form: Form, key: string, draw: Draw, codesOf: (list: string) => readonly string[]): SourceTable {
  const count = draw() < 0.5 ? 1 : 1 + Math.floor(draw() * 4);
  const rows: SourceRow[] = [];
  for (let number = 1; number <= count; number += 1) {
    const before = rows[number - 2];
    // Senders do repeat rows.
    const fields = before !== undefined && draw() < 0.15 ? before.fields : makeFields(form, number, key, draw, codesOf);
    rows.push(renamed({ number, fields }, draw));
  }
  return { name: form.id, rows };
}

/** Now and then names come in lower case. */
function renamed(row: SourceRow, draw: Draw): SourceRow {
  if (draw() > 0.08 || row.fields.size === 0) return row;
  const sentNames = [...row.fields.keys()].map((name, at) => (at % 3 === 0 ? swapCase(name) : name));
  return { ...row, sentNames };
}

const swapCase = (name: string) => (name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase());

function makeFields(
  { fields }: Form,
  number: number,
  key: string,
  draw: Draw,
  codesOf: (list: string) => readonly string[],
): Map<string, string> {
  const isWhole = draw() < 0.6;
  const fill = draw();
  let entries = fields
    .filter(() => isWhole || draw() > 0.1)
    .map((field): [string, string] => [field.name, makeText(field, number, key, draw, codesOf, fill)]);
  if (draw() < 0.1) entries = entries.reverse();
  if (draw() < 0.15) entries.splice(Math.floor(draw() * entries.length), 0, ['TEN_LA', pick(draw, TEXTS)]);
  if (draw() < 0.05) entries.push(['#text', 'chữ lạc']);
  const [first] = entries;
  if (first !== undefined && draw() < 0.05) entries.push([`${first[0]}#2`, pick(draw, TEXTS)]);
  return new Map(entries);
}

function makeText(
  field: FormField,
  number: number,
  key: string,
  draw: Draw,
  codesOf: (list: string) => readonly string[],
  fill: number,
): string {
  if (field.name === 'MA_LK') return draw() < 0.9 ? key : pick(draw, ['', 'KHAC', ` ${key}`]);
  if (field.name === 'STT') return draw() < 0.8 ? String(number) : pick(draw, ['', '1', '7', '01', 'x']);
  if (draw() > fill) return '';
  const one = () => makeValue(field, draw, codesOf);
  const isList = field.list === true || draw() < 0.04;
  if (!isList || draw() < 0.5) return one();
  const items = Array.from({ length: 1 + Math.floor(draw() * 4) }, () => (draw() < 0.85 ? one() : ''));
  return items.join(';');
}

function makeValue(field: FormField, draw: Draw, codesOf: (list: string) => readonly string[]): string {
  if (field.codes !== undefined && draw() < 0.8) {
    const codes = codesOf(field.codes);
    return codes.length > 0 && draw() < 0.7 ? pick(draw, codes) : pick(draw, CODES);
  }
  if (draw() < 0.08) return pick(draw, TEXTS);
  if (field.type === 'integer') return pick(draw, INTEGERS);
  if (field.type === 'decimal') return pick(draw, NUMBERS);
  if (field.type === 'date' || field.type === 'date-or-instant') return pick(draw, draw() < 0.5 ? DAYS : INSTANTS);
  if (field.type === 'instant') return pick(draw, INSTANTS);
  if (field.type === 'birth' || field.type === 'date-or-birth') return pick(draw, BIRTHS);
  return pick(draw, draw() < 0.2 ? [...NUMBERS, ...CODES] : TEXTS);
}
