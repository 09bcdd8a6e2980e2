import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { readDestinations } from '../../../src/config/destinations/read-destinations.ts';
import { toLocalInstant } from '../../../src/fhir/local-time.ts';
import { createRouting } from '../../../src/pipeline/route-record.ts';
import type { FormFormat } from '../../../src/types/submission.ts';
import { destinationOf } from '../../support/destination-texts.ts';
import { judgedRecord } from '../../support/judged-record.ts';
import { at, CALENDAR } from '../../support/working-calendar.ts';

const RECEIVED = at('2026-11-20 16:30');
const route = (destinations: readonly object[]) => createRouting(readDestinations(destinations), CALENDAR);
const goals = (destinations: readonly object[], record = judgedRecord(), facility = '99001') =>
  route(destinations)(facility, record, RECEIVED).map(({ destination }) => destination);
const dues = (destinations: readonly object[], record = judgedRecord()) =>
  route(destinations)('99001', record, RECEIVED).map(({ deadline }) =>
    deadline === null ? null : toLocalInstant(deadline),
  );
const label = (code: string) => ({ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code });
const labelled = (...codes: readonly string[]): Resource => ({
  resourceType: 'Basic',
  code: {},
  meta: { security: codes.map(label) },
});

describe('where a record goes', () => {
  const ALL = (['fhir', 'province-warehouse', 'moh-hub', 'claim-portal', 'e-prescription', 'file'] as const).map(
    (kind) => destinationOf(kind, { id: kind }),
  );

  it.each<[FormFormat, string, readonly string[]]>([
    ['claim-xml', 'XML1', ['claim-portal']],
    ['claim-xml', 'XML0', ['claim-portal']],
    ['document-xml', 'CT03', ['claim-portal']],
    ['document-xml', 'GIAYBAOTU', ['claim-portal']],
    ['document-xml', 'GIAYCHUNGSINH', ['claim-portal']],
    ['health-check-xml', 'KSK.XML2', ['province-warehouse', 'moh-hub']],
    ['health-book-xml', 'QD831.TIENSU', ['province-warehouse']],
    ['prescription-json', 'DONTHUOC', ['e-prescription']],
    ['emr-export', 'HSBA', []],
  ])('%s %s', (format, table, own) => {
    const found = goals(ALL, judgedRecord({ format, tables: [table] }));
    expect(found).toEqual(['fhir', ...own, 'file']);
  });

  it.each<[string, object, boolean]>([
    ['no condition', {}, true],
    ['its kind', { records: ['document', 'claim'] }, true],
    ['another kind', { records: ['document'] }, false],
    ['its facility', { facilities: ['99002', '99001'] }, true],
    ['another facility', { facilities: ['99002'] }, false],
    ['all but its facility', { exceptFacilities: ['99001'] }, false],
    ['all but another facility', { exceptFacilities: ['99002'] }, true],
    ['its facility, but not it', { facilities: ['99001'], exceptFacilities: ['99001'] }, false],
    ['its kind of another facility', { records: ['claim'], facilities: ['99002'] }, false],
    ['consent, of which it brings none', { consent: 'required' }, false],
  ])('%s', (_name, filter, goes) => {
    expect(goals([destinationOf('fhir', { filter })])).toEqual(goes ? ['p'] : []);
  });

  it('with consent, where it is wanted', () => {
    const consent = {
      ...{ resourceType: 'Consent', status: 'active', scope: {}, category: [] },
      ...{ patient: { reference: 'Patient/p' }, provision: { type: 'permit' } },
    } as unknown as Resource;
    const record = judgedRecord({ resources: [consent] });
    expect(goals([destinationOf('fhir', { filter: { consent: 'required' } })], record)).toEqual(['p']);
  });

  it('to a claim portal only of facilities with an account there', () => {
    const accounts = { '99002': { username: 'u', passwordFile: '/run/password' } };
    const portal = [destinationOf('claim-portal', { accounts, filter: {} })];
    expect(goals(portal, judgedRecord(), '99002')).toEqual(['p']);
    expect(goals(portal, judgedRecord(), '99001')).toEqual([]);
  });

  it.each<[string, readonly Resource[], readonly string[], boolean]>([
    ['nothing protected', [labelled('N'), labelled()], [], true],
    ['partly protected', [labelled('R'), labelled('N')], [], true],
    ['all protected', [labelled('R'), labelled('V')], [], false],
    ['all protected, one label may leave', [labelled('R'), labelled('V')], ['V'], true],
    ['all protected by two labels, one may leave', [labelled('R', 'V')], ['V'], false],
    ['all protected by two labels, both may leave', [labelled('R', 'V')], ['R', 'V'], true],
    ['deletes alone', [], [], true],
  ])('%s', (_name, resources, labels, goes) => {
    expect(goals([destinationOf('fhir', { filter: { labels } })], judgedRecord({ resources }))).toEqual(
      goes ? ['p'] : [],
    );
  });
});

describe('by when', () => {
  const check = (own = {}) => judgedRecord({ format: 'health-check-xml', tables: ['KSK.XML2'], ...own });
  const death = (date?: string) =>
    judgedRecord({
      ...{ format: 'document-xml', tables: ['GIAYBAOTU'] },
      resources: [{ resourceType: 'Composition', ...(date === undefined ? {} : { date }) } as Resource],
    });

  it('by nobody’s word: at no time', () => expect(dues([destinationOf('fhir')])).toEqual([null]));

  it('24 hours of the clock after a health check', () => {
    expect(dues([destinationOf('moh-hub')], check({ endOfCare: at('2026-11-20 11:00') }))).toEqual([
      '2026-11-21T11:00:00+07:00',
    ]);
  });

  it('from receipt, when the record tells no end', () => {
    expect(dues([destinationOf('moh-hub')], check())).toEqual(['2026-11-21T16:30:00+07:00']);
  });

  it('4 working hours after a death notice was written', () => {
    expect(dues([destinationOf('claim-portal')], death('2026-11-20T15:00:00+07:00'))).toEqual([
      '2026-11-23T09:00:00+07:00',
    ]);
    expect(dues([destinationOf('claim-portal')], death('2026-11-19'))).toEqual(['2026-11-20T11:30:00+07:00']);
    expect(dues([destinationOf('claim-portal')], death())).toEqual(['2026-11-23T10:30:00+07:00']);
  });

  it('a deadline of its own for each destination', () => {
    const hours = (count: number) => ({ deadlines: [{ records: ['claim'], hours: count }] });
    const destinations = [destinationOf('fhir', hours(1)), destinationOf('file', { id: 'q' })];
    expect(dues(destinations, judgedRecord({ endOfCare: at('2026-11-20 10:00') }))).toEqual([
      '2026-11-20T11:00:00+07:00',
      null,
    ]);
  });
});
