import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Condition, Encounter, Immunization, Observation, Resource } from '@medplum/fhirtypes';
import { PATHS } from '../../../../src/config/paths.ts';
import { createFormWriter } from '../../../../src/encode/form-writer.ts';
import type { FormRecord } from '../../../../src/types/source-record.ts';
import { FORMS } from '../../../support/claim-mapping.ts';
import { resourcesOf } from '../../../support/field-homes.ts';
import { healthBook, mapHealthBook, readHealthBook } from '../../../support/health-book.ts';
import { runLine } from '../../../support/whole-line.ts';

const FILE = readFileSync(join(PATHS.root, 'test', 'cases', 'map', 'health-book', 'record.xml'), 'utf8');
const write = createFormWriter(FORMS);

/** Elements and texts, without the white space between elements; an empty element in its one form. */
function bare(xml: string): string {
  const elements = xml.replaceAll(/>\s+</g, '><').replace(/^<\?xml.*?\?>\s*/, '');
  return elements.replaceAll(/<(\w+)><\/\1>/g, '<$1/>').trim();
}

/** The file as it is rebuilt from its FHIR, which went through JSON text. */
function thereAndBack(xml: string): string {
  const [record] = runLine('99001', Buffer.from(xml)).records;
  expect(record?.mapped.loss).toEqual([]);
  const [again] = readHealthBook(JSON.parse(JSON.stringify(record?.mapped.resources))).forms;
  return write([again?.record as FormRecord]).toString('utf8');
}

const namesOf = (resources: readonly Resource[]) => resources.map(({ resourceType, id }) => `${resourceType}/${id}`);

describe('a personal health record as a file', () => {
  it('comes back element for element, with its header, empty groups and an element that the form does not have', () => {
    expect(bare(thereAndBack(FILE))).toBe(bare(FILE));
  });

  it('also with visits that no list holds, with another root, and with groups that nobody knows', () => {
    const other = FILE.replaceAll(/<\/?DANHSACHHOSOKHAMCHUABENH>/g, '')
      .replaceAll('Data>', 'DATA>')
      .replace('<KHUYETTAT></KHUYETTAT>', '<LA><B>1</B><B>2</B></LA>');
    expect(bare(thereAndBack(other))).toBe(bare(other));
    const resources = runLine('99001', Buffer.from(other)).records[0]?.mapped.resources ?? [];
    expect(resourcesOf<Encounter>(resources, 'Encounter')).toHaveLength(2);
  });

  it('is accepted, and its key is the citizen', () => {
    const [record] = runLine('99001', Buffer.from(FILE)).records;
    expect(record).toMatchObject({ source: { key: '000000000001' }, verdict: { state: 'accepted' } });
  });
});

describe('what stands inside a visit', () => {
  const visits = [
    { MA_LK: 'LK1', NGAYKHAM: '01/11/2026' },
    { MA_LK: 'LK2', NGAYKHAM: '02/11/2026' },
  ];
  const results = [
    { TENDICHVU: 'Glucose', KETQUA: '5', within: 'HOSOKHAMCHUABENH[1]' },
    { TENDICHVU: 'Glucose', KETQUA: '6', within: 'HOSOKHAMCHUABENH[2]' },
  ];
  const book = { THONGTINCHUNG: [{ MADINHDANH: '000000000001', HOTEN: 'Nguyễn Văn Thử' }] };
  const { resources } = mapHealthBook(
    healthBook({
      ...book,
      HOSOKHAMCHUABENH: visits,
      DICHVU: results,
      CHANDOANBENH: [{ MABENH: 'I10', within: 'HOSOKHAMCHUABENH[2]' }],
    }),
  );
  const [first, second] = resourcesOf<Encounter>(resources, 'Encounter');

  it('refers to that visit', () => {
    const encounters = resourcesOf<Observation>(resources, 'Observation').map(({ encounter }) => encounter?.reference);
    expect(encounters).toEqual([`Encounter/${first?.id}`, `Encounter/${second?.id}`]);
    const [diagnosis] = resourcesOf<Condition>(resources, 'Condition');
    expect(second?.diagnosis).toEqual([{ condition: { reference: `Condition/${diagnosis?.id}` } }]);
    expect(first?.diagnosis).toBeUndefined();
  });

  it('keeps its id when the visits before it are gone', () => {
    const later = mapHealthBook(
      healthBook({
        ...book,
        HOSOKHAMCHUABENH: visits.slice(1),
        DICHVU: [{ TENDICHVU: 'Glucose', KETQUA: '6', within: 'HOSOKHAMCHUABENH[1]' }],
      }),
    );
    const [observation] = resourcesOf<Observation>(later.resources, 'Observation');
    expect(namesOf(resources)).toContain(`Observation/${observation?.id}`);
    expect(observation?.valueQuantity?.value).toBe(6);
  });
});

describe('what a word of the form means', () => {
  const doses = (...texts: readonly string[]) =>
    resourcesOf<Immunization>(
      mapHealthBook(healthBook({ TIEMCHUNG: [{}], THONGTINMUITIEM: texts.map((TRANGTHAI) => ({ TRANGTHAI })) }))
        .resources,
      'Immunization',
    ).map(({ status }) => status);

  it('a dose in the list was given, unless it says otherwise', () => {
    expect(doses('1', '0', '', 'lạ')).toEqual(['completed', 'not-done', 'completed', 'completed']);
  });

  it.each(['Không', 'không', 'Không có', 'Chưa', '0'])('%s is no operation', (TIENSU_PHAUTHUAT) => {
    const record = healthBook({ TIENSU: [{ TIENSU_PHAUTHUAT }] });
    const { resources, loss } = mapHealthBook(record);
    expect([resourcesOf(resources, 'Procedure'), loss]).toEqual([[], []]);
    const [again] = readHealthBook(JSON.parse(JSON.stringify(resources))).forms;
    expect(again?.record.tables.get('QD831.TIENSU')?.rows[0]?.fields.get('TIENSU_PHAUTHUAT')).toBe(TIENSU_PHAUTHUAT);
  });
});
