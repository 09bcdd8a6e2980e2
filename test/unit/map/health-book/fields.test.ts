import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../../src/config/paths.ts';
import { createValidator } from '../../../../src/validate/validator.ts';
import { FORMS } from '../../../support/claim-mapping.ts';
import { type FieldHome, valuesFrom } from '../../../support/field-homes.ts';
import { comparable } from '../../../support/form-tables.ts';
import {
  type BookRow,
  HEALTH_BOOK_TABLES,
  healthBook,
  mapHealthBook,
  readHealthBook,
} from '../../../support/health-book.ts';
import { briefOf, errorsOf } from '../../../support/own-package.ts';

type Groups = Readonly<Record<string, Readonly<Record<string, FieldHome>>>>;

const GROUPS = parse(
  readFileSync(join(PATHS.root, 'test', 'cases', 'map', 'health-book', 'fields.yaml'), 'utf8'),
) as Groups;
const forms = FORMS.forms.filter(({ format }) => format === 'health-book-xml');
const validator = await createValidator({ packages: [PATHS.profiles] });

function rowOf(group: string, fields: Readonly<Record<string, FieldHome>>): BookRow {
  const { within } = forms.find(({ id }) => id === `QD831.${group}`) ?? {};
  const texts = Object.fromEntries(Object.entries(fields).map(([name, { text }]) => [name, text]));
  return { ...texts, ...(within === undefined ? {} : { within: `${within.slice('QD831.'.length)}[1]` }) };
}

const record = healthBook(
  Object.fromEntries(Object.entries(GROUPS).map(([group, fields]) => [group, [rowOf(group, fields)]])),
);
const mapped = mapHealthBook(record);

it('every form of the record has a table and a case', () => {
  const ids = forms.map(({ id }) => id);
  expect([...HEALTH_BOOK_TABLES.keys()].sort()).toEqual([...ids].sort());
  // The record itself has no field, and visits without a list are like those in one.
  const cases = ids.filter((id) => id !== 'QD831.HOSOSUCKHOE' && !id.startsWith('QD831.KHAM'));
  expect(Object.keys(GROUPS).map((group) => `QD831.${group}`)).toEqual(cases);
});

describe.each(Object.entries(GROUPS))('%s', (group, fields) => {
  const id = `QD831.${group}`;
  const names = forms.find((form) => form.id === id)?.fields.map(({ name }) => name);

  it('gives every field of its form a home, and no other', () => {
    expect(Object.keys(fields)).toEqual(names);
    expect(Object.keys(HEALTH_BOOK_TABLES.get(id)?.fields ?? {}).sort()).toEqual([...(names ?? [])].sort());
  });

  it.each(Object.entries(fields))('%s lives there', (field, { at = '', is }) => {
    expect(is).toBeDefined();
    expect(valuesFrom(mapped, `${id}[1].${field}`, at)).toContain(is);
  });
});

it('the whole record comes back to the letter, and nothing is lost', () => {
  expect(mapped.loss).toEqual([]);
  expect(mapped.issues.filter(({ rule }) => rule.severity !== 'information')).toEqual([]);
  const [again] = readHealthBook(JSON.parse(JSON.stringify(mapped.resources))).forms;
  expect(again && comparable(again.record)).toEqual(comparable(record));
});

it('its resources are valid, also those of empty rows', () => {
  const empty = healthBook(
    Object.fromEntries(Object.keys(GROUPS).map((group) => [group, [rowOf(group, {})]])),
    '000000000002',
  );
  const identified = { MADINHDANH: '000000000002', HOTEN: 'Nguyễn Văn Thử' };
  const bare = healthBook({ THONGTINCHUNG: [identified], QUANHE_GIADINH: [{ HOTEN: 'Trần Thị Mẫu' }] });
  for (const resource of [...mapped.resources, ...mapHealthBook(bare).resources]) {
    expect(briefOf(errorsOf(validator.issues(resource)))).toEqual([]);
  }
  // What an empty row lacks is named: a person, a relative and nothing else.
  const faults = mapHealthBook(empty).resources.flatMap((resource) => briefOf(errorsOf(validator.issues(resource))));
  expect(faults.sort()).toEqual(['LT-V022 Patient.identifier', 'LT-V030 RelatedPerson lt-rel-1']);
});
