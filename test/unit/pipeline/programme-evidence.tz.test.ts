import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Bundle } from '@medplum/fhirtypes';
import { createProgrammeTelling } from '../../../src/pipeline/programme-evidence.ts';
import { kindOfRecord } from '../../../src/pipeline/record-kind.ts';
import { SYSTEMS } from '../../support/claim-mapping.ts';
import { healthBookFile, healthCheckFile } from '../../support/health-form-files.ts';
import { PRESCRIPTION } from '../../support/json-forms.ts';
import { ROOT } from '../../support/source-files.ts';
import { runLine } from '../../support/whole-line.ts';
import { at, CALENDAR } from '../../support/working-calendar.ts';

const tell = createProgrammeTelling(SYSTEMS, CALENDAR);
const read = (...path: readonly string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const PAPERS = ['test', 'cases', 'national-forms'];

/** What the records of a file tell. */
function toldOf(text: string, facility = '99001') {
  return runLine(facility, Buffer.from(text)).records.map(({ source, mapped }) => tell(kindOfRecord(source), mapped));
}

describe('what a record tells of the further indicators', () => {
  it('a health book: whose it is, where she lives, the doses that were given', () => {
    const home = '<MAXA_THUONGTRU>21001</MAXA_THUONGTRU><MAXA_HIENTAI>21002</MAXA_HIENTAI>';
    const book = healthBookFile(7).replace('</MADINHDANH>', `</MADINHDANH>${home}`);
    expect(toldOf(book)).toEqual([
      { doses: 1, person: { number: '000000000007', birthDate: '1980-02-03' }, commune: '21001' },
    ]);
  });

  it('a health book without a well-formed number, or of two numbers, tells no person', () => {
    const short = healthBookFile(7).replace('<MADINHDANH>000000000007', '<MADINHDANH>7');
    const two = healthBookFile(7).replace('</MADINHDANH>', '</MADINHDANH><SOCMND>000000000008</SOCMND>');
    for (const [told] of [toldOf(short), toldOf(two)]) expect(told?.person).toBeUndefined();
  });

  it('a health check has 24 hours from its beginning, the only instant that the form tells', () => {
    const check = healthCheckFile(1);
    expect(toldOf(check)).toMatchObject([{ due: at('2026-07-02 08:15') }]);
    expect(toldOf(check)[0]).not.toHaveProperty('driver');
    expect(toldOf(check.replace('<TYPE>Adult<', '<TYPE>Driver<'))).toMatchObject([{ driver: true }]);
    const untold = check.replace('<NGAY_VAO>202607010815</NGAY_VAO>', '<NGAY_VAO/>');
    expect(toldOf(untold)[0]).not.toHaveProperty('due');
    // A check is no visit for treatment.
    expect(toldOf(check)[0]).not.toHaveProperty('care');
  });

  it.each([
    // 2026-07-03 is a Friday, 16:30 to 17:30 is one hour of the four.
    ['on a Friday evening', '202607031630', '2026-07-06 10:30'],
    ['before Tết', '202602131630', '2026-02-23 10:30'],
    ['on a day without a time: from its end', '20260703', '2026-07-06 11:30'],
  ])('a birth certificate issued %s has 4 hours of the working calendar', (_, issued, due) => {
    const paper = read(...PAPERS, 'synthetic-hsdlgcs.xml').replace('<NGAY_CT>20260705<', `<NGAY_CT>${issued}<`);
    expect(toldOf(paper)).toMatchObject([{ due: at(due) }]);
  });

  it('a death notice that does not say when it was issued is due at no time', () => {
    const paper = read(...PAPERS, 'synthetic-hsdlgbt.xml');
    expect(toldOf(paper)[0]).not.toHaveProperty('due');
    const dated = paper.replace('<NGAY_CAPGIAYBT/>', '<NGAY_CAPGIAYBT>202607010800</NGAY_CAPGIAYBT>');
    expect(toldOf(dated)).toMatchObject([{ due: at('2026-07-01 14:00') }]);
  });

  it('a prescription of the national system: its code, once', () => {
    expect(toldOf(JSON.stringify(PRESCRIPTION))).toEqual([{ drugs: true, prescriptions: 1 }]);
  });

  it('a claim: how care was given and whether drugs were ordered; nobody is named', () => {
    const told = toldOf(read('examples', 'claim.xml'));
    expect(told.length).toBeGreaterThan(0);
    for (const one of told) {
      expect(one.care).toBeDefined();
      expect(one).not.toHaveProperty('person');
      expect(one).not.toHaveProperty('commune');
    }
  });

  it('FHIR: telehealth, a vaccination, and what is malformed is absent', () => {
    const bundle = (resources: readonly object[]): string =>
      JSON.stringify({
        resourceType: 'Bundle',
        type: 'collection',
        identifier: { system: 'urn:x', value: 'B1' },
        entry: resources.map((resource, index) => ({ fullUrl: `urn:uuid:${uuid(index)}`, resource })),
      } satisfies Omit<Bundle, 'entry'> & { entry: object[] });
    const address = {
      use: 'home',
      extension: [{ url: `${SYSTEMS.base}/StructureDefinition/commune`, valueCoding: { code: '21548' } }],
    };
    const patient = {
      resourceType: 'Patient',
      identifier: [{ system: SYSTEMS.systems['cccd'], value: '051190000001' }],
      birthDate: '2020-02-29',
      address: [address],
    };
    const to = { reference: `urn:uuid:${uuid(0)}` };
    const visit = { resourceType: 'Encounter', status: 'finished', class: { code: 'VR' }, subject: to };
    const dose = (status: string) => ({ resourceType: 'Immunization', status, patient: to });
    expect(toldOf(bundle([patient, visit, dose('completed'), dose('not-done')]))).toEqual([
      {
        care: 'telehealth',
        doses: 1,
        person: { number: '051190000001', birthDate: '2020-02-29' },
        commune: '21548',
      },
    ]);
    const broken = { resourceType: 'Patient', identifier: 'x', birthDate: 7, address: {} };
    expect(toldOf(bundle([broken, dose('completed')]))).toEqual([{ doses: 1 }]);
    expect(toldOf(bundle([patient, { ...visit, status: 'cancelled' }]))).toEqual([{}]);
  });
});

function uuid(index: number): string {
  return `00000000-0000-4000-8000-00000000000${index}`;
}
