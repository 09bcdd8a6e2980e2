import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, MeasureReport, MeasureReportGroup } from '@medplum/fhirtypes';
import { PATHS } from '../../../../src/config/paths.ts';
import { createCoverageService } from '../../../../src/measure/coverage-service.ts';
import { createMeasureRouter } from '../../../../src/measure/fhir/measure-routes.ts';
import { loadMeasures } from '../../../../src/measure/fhir/measures.ts';
import { programmeValues } from '../../../../src/measure/fhir/programme-values.ts';
import { mayRead } from '../../../../src/receive/scopes.ts';
import type { ProgrammeFigure } from '../../../../src/types/programme.ts';
import { createValidator } from '../../../../src/validate/validator.ts';
import { atWork, claim, facility } from '../../../support/coverage-facts.ts';
import { closedCoverageOf } from '../../../support/coverage-store.ts';
import { briefOf } from '../../../support/own-package.ts';
import { type ReadingServer, ruleOf, STAFF, serveReading, token } from '../../../support/reading-server.ts';

const NOON = Date.parse('2026-11-22T12:00:00+07:00');
const REGISTRY = [
  facility({ announced: '2026-09-01' }),
  facility({ code: '99002', ownership: 'private', commune: 'Xã Bình Sơn' }),
  facility({ code: '99003', scope: [], cohort: 'other' }),
  facility({ code: '99004', openTo: '2026-11-20' }),
];
const PUBLIC_URL = 'https://gateway.example';
const measures = loadMeasures(PATHS.profiles);
const validator = await createValidator({ packages: [PATHS.profiles] });

/** A share of e-prescriptions, and a programme of which nothing is known. */
const FIGURES = [
  figureOf('e-prescription', { numerator: 3, denominator: 4, share: 0.75 }, '99001'),
  figureOf('health-book', { numerator: null, denominator: null, share: null }, '99002'),
];

function figureOf(
  id: ProgrammeFigure['id'],
  share: Pick<ProgrammeFigure, 'numerator' | 'denominator' | 'share'>,
  code: string,
) {
  const words = { vi: id, en: id };
  const byCommune = [{ commune: '21115', ...share }];
  const parts = { byFacility: [{ facility: code, ...share }], byCommune: id === 'health-book' ? byCommune : [] };
  return { id, name: words, definition: words, target: null, untold: null, also: [], ...share, ...parts };
}

let server: ReadingServer;
const askedMonths: string[] = [];

beforeAll(async () => {
  const unseen = claim('A', '2026-11-20T09:00:00+07:00');
  const store = await closedCoverageOf([...atWork('2026-10-01', '2026-11-22'), unseen], NOON);
  const coverage = createCoverageService({ registry: async () => REGISTRY, store, clock: () => NOON });
  server = await serveReading(NOON, (deps) => [
    createMeasureRouter({
      ...deps,
      publicUrl: PUBLIC_URL,
      province: 'Quảng Ngãi',
      measures,
      mayRead,
      measuredDay: (asOf) => coverage.overview(asOf),
      measuredProgrammes: async ({ from, to }) => {
        askedMonths.push(`${from}..${to}`);
        return programmeValues(FIGURES, REGISTRY);
      },
    }),
  ]);
});

afterAll(() => server.stop());

const search = async (query: string, headers: Record<string, string> = STAFF) => {
  const { status, body } = await server.ask(`/fhir/MeasureReport${query}`, headers);
  const bundle = body as unknown as Bundle<MeasureReport>;
  const reports = (bundle.entry ?? []).map(({ resource }) => resource as MeasureReport);
  const next = bundle.link?.find(({ relation }) => relation === 'next')?.url;
  return { status, body, bundle, reports, ids: reports.map(({ id }) => id), next };
};

/** `code: numerator/denominator = score`, or why there is none. */
function brief({
  code,
  population = [],
  measureScore,
}: Pick<MeasureReportGroup, 'code' | 'population' | 'measureScore'>) {
  const count = (name: string) => population.find((one) => one.code?.coding?.[0]?.code === name)?.count ?? '?';
  const score = measureScore?.value ?? measureScore?.extension?.[0]?.valueCode;
  return `${code?.coding?.[0]?.code}: ${count('numerator')}/${count('denominator')} = ${score}`;
}

describe('GET /fhir/Measure', () => {
  it('lists what is measured, as a searchset', async () => {
    const { status, type, body } = await server.ask('/fhir/Measure', token('99001'));
    expect([status, type]).toEqual([200, 'application/fhir+json; charset=utf-8']);
    expect(body).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: measures.size });
    expect(validator.issues(body).filter(({ rule }) => rule.severity === 'error')).toEqual([]);
    const { body: one } = await server.ask('/fhir/Measure?_id=emr-facility', STAFF);
    expect(one).toMatchObject({ total: 1, entry: [{ fullUrl: `${PUBLIC_URL}/fhir/Measure/emr-facility` }] });
  });

  it('gives one by its id', async () => {
    const { body } = await server.ask('/fhir/Measure/emr-coverage', token('warehouse'));
    expect(body).toEqual(measures.get('emr-coverage')?.measure);
    const nobody = await server.ask('/fhir/Measure/blood-pressure', STAFF);
    expect([nobody.status, ruleOf(nobody.body)]).toEqual([404, 'LT-C028']);
  });
});

describe('the report of the province', () => {
  it('has the figures of the day, and the same by cohort, ownership, level and commune', async () => {
    const { reports } = await search('?measure=Measure/emr-coverage&period=2026-11-21');
    expect(reports).toHaveLength(1);
    const [report] = reports;
    expect(report).toMatchObject({
      id: 'emr-coverage-province-20261121',
      status: 'complete',
      type: 'summary',
      measure: `${measures.get('emr-coverage')?.measure.url}|0.1.0`,
      subject: { type: 'Location', display: 'Quảng Ngãi' },
      date: '2026-11-21',
      period: { start: '2026-11-21', end: '2026-11-21' },
    });
    expect(report?.group?.map(brief)).toEqual([
      'announced: 1/2 = 0.5',
      'announced-with-undecided: 1/3 = 0.3333333333333333',
      'proven: 1/2 = 0.5',
      'proven-with-undecided: 1/3 = 0.3333333333333333',
      'expected-known: 1/2 = 0.5',
    ]);
    const { reports: weighted } = await search('?measure=emr-encounters&period=2026-11-21');
    expect(weighted[0]?.group?.map(brief)).toEqual([`encounters: 30/31 = ${30 / 31}`]);
    const strata = report?.group?.[0]?.stratifier?.map(({ code, stratum = [] }) => [
      code?.[0]?.coding?.[0]?.code,
      stratum.map((one) => `${one.value?.text} ${brief({ ...one, code: code?.[0] ?? {} }).split(': ')[1]}`),
    ]);
    expect(strata).toEqual([
      ['cohort', ['hospital 1/2 = 0.5', 'other 0/0 = not-applicable']],
      ['ownership', ['private 0/1 = 0', 'public 1/1 = 1']],
      ['level', ['province 1/2 = 0.5']],
      ['commune', ['Phường Nghĩa Lộ 1/1 = 1', 'Xã Bình Sơn 0/1 = 0']],
    ]);
  });

  it('of a day that is not over is pending', async () => {
    const { reports } = await search('?measure=emr-coverage');
    expect(reports).toMatchObject([{ id: 'emr-coverage-province-20261122', status: 'pending' }]);
  });
});

describe('the report of a facility', () => {
  it('has its figures, and no number where none is known', async () => {
    const { reports } = await search('?measure=emr-facility&period=2026-11-21&subject=Organization/99001');
    expect(reports[0]?.group?.map(brief)).toEqual([
      'completeness: 60/60 = 1',
      'timeliness: 30/30 = 1',
      'identity: 30/30 = 1',
      'signed: 0/30 = 0',
      'acceptance: 61/61 = 1',
    ]);
    expect(reports[0]).toMatchObject({
      type: 'individual',
      subject: { type: 'Location', identifier: { value: '99001' }, display: 'Bệnh viện Thử nghiệm' },
      reporter: { type: 'Organization', identifier: { value: '99001' } },
    });
    const silent = await search('?measure=emr-facility&period=2026-11-21&reporter=Organization/99002');
    expect(silent.reports[0]?.group?.map(brief)).toEqual(
      ['completeness', 'timeliness', 'identity', 'signed', 'acceptance'].map((code) => `${code}: 0/0 = not-applicable`),
    );
    const of = async (code: string) =>
      (await search(`?measure=emr-volume&period=2026-11-21&subject=${code}`)).reports[0];
    expect((await of('99001'))?.group?.map(brief)).toEqual([`volume: 30/31 = ${30 / 31}`]);
    const unknown = await of('99002');
    expect(unknown?.group?.map(brief)).toEqual(['volume: 0/? = unknown']);
    const volume = unknown?.group?.[0]?.population as unknown as Record<string, unknown>[];
    expect(volume[1]).not.toHaveProperty('count');
    expect(JSON.stringify(volume[1])).toContain('data-absent-reason","valueCode":"unknown"');
  });
});

describe('the report of a programme', () => {
  it('is one a month, for the province and for each facility that has a share', async () => {
    const { ids, reports } = await search('?measure=programme-e-prescription&period=2026-10');
    expect(ids).toEqual(['programme-e-prescription-province-202610', 'programme-e-prescription-99001-202610']);
    expect(reports.map(({ group }) => group?.map(brief))).toEqual([
      ['programme-e-prescription: 3/4 = 0.75'],
      ['programme-e-prescription: 3/4 = 0.75'],
    ]);
    expect(reports[0]?.period).toEqual({ start: '2026-10-01', end: '2026-10-31' });
    const book = await search('?measure=programme-health-book');
    expect(book.reports[0]).toMatchObject({ status: 'pending', period: { end: '2026-11-22' } });
    expect(book.reports[0]?.group?.map(brief)).toEqual(['programme-health-book: ?/? = unknown']);
    expect(book.reports[0]?.group?.[0]?.stratifier?.[0]?.stratum?.[0]?.value).toEqual({ text: '21115' });
  });

  it('of several programmes asks once a month', async () => {
    askedMonths.length = 0;
    await search('?_count=200');
    expect(askedMonths).toEqual(['2026-11-01..2026-11-22']);
  });
});

describe('searching', () => {
  it('gives every report once, however small the pages, and the same as one large page', async () => {
    const query = '?period=ge2026-11-19&period=le2026-11-21';
    const whole = await search(`${query}&_count=200`);
    expect(whole.next).toBeUndefined();
    // A day: the province twice, its 4 (later 3) facilities twice. The month overlaps: two programmes, each of the
    // province and of one facility.
    expect(whole.ids).toHaveLength(3 * 2 + (4 + 4 + 3) * 2 + 2 * 2);
    const paged: (string | undefined)[] = [];
    for (let path: string | undefined = `${query}&_count=2`; path !== undefined; ) {
      const { ids, next, status } = await search(path);
      expect(status).toBe(200);
      expect(ids.length).toBeLessThanOrEqual(2);
      paged.push(...ids);
      path = next?.replace(`${PUBLIC_URL}/fhir/MeasureReport`, '');
    }
    expect(paged).toEqual(whole.ids);
  });

  it('finds by canonical, version, subject, identifier and id', async () => {
    const url = measures.get('emr-facility')?.measure.url;
    const ids = async (query: string) => (await search(query)).ids;
    const own = ['emr-facility-99001-20261122'];
    expect(await ids(`?measure=${url}&subject=Location/99001`)).toEqual(own);
    expect(await ids(`?measure=${encodeURIComponent(`${url}|0.1.0`)}&subject=99001`)).toEqual(own);
    expect(await ids(`?measure=${encodeURIComponent(`${url}|9.9`)}`)).toEqual([]);
    const identifier = encodeURIComponent('http://fhir.hl7.org.vn/core/sid/ma-cskcb|99001');
    expect(await ids(`?measure=emr-facility&subject:identifier=${identifier}`)).toEqual(own);
    expect(await ids('?_id=emr-facility-99001-20261120')).toEqual(['emr-facility-99001-20261120']);
    expect(await ids('?measure=emr-facility&subject=99001&reporter=99002')).toEqual([]);
    // Closed on the day before.
    expect(await ids('?measure=emr-facility&subject=99004')).toEqual([]);
    expect(await ids('?measure=emr-facility&subject=99004&period=2026-11-20')).toHaveLength(1);
  });

  it.each([
    ['?period=le2026-11-01', 'period'],
    ['?period=ge2020', 'period'],
    ['?subject=Patient/1', 'subject'],
    ['?reporter=a%20b', 'reporter'],
    ['?subject:identifier=urn%3Aother|99001', 'subject'],
    ['?_count=0', '_count'],
    ['?_count=201', '_count'],
    ['?_count=1&_count=2', '_count'],
    ['?_format=xml', '_format'],
    ['?_after=x', '_after'],
    ['?status=complete', 'status'],
    ['?measure:exact=a', 'measure:exact'],
  ])('refuses %s and names the parameter', async (query, parameter) => {
    const { status, body } = await search(query);
    expect([status, ruleOf(body)]).toEqual([400, 'LT-C027']);
    expect(JSON.stringify(body)).toContain(`The search parameter ${parameter} is not supported`);
  });
});

describe('who may read', () => {
  it('a facility sees its own reports only, also when it asks for others', async () => {
    const own = await search('', token('99001'));
    expect(own.ids).toEqual([
      'emr-facility-99001-20261122',
      'emr-volume-99001-20261122',
      'programme-e-prescription-99001-202611',
    ]);
    expect((await search('?subject=99002', token('99001'))).ids).toEqual([]);
    expect((await search('?_id=emr-facility-99002-20261121', token('99001'))).ids).toEqual([]);
    const read = async (id: string) => server.ask(`/fhir/MeasureReport/${id}`, token('99001'));
    expect((await read('emr-facility-99001-20261121')).status).toBe(200);
    const [other, nobody] = [await read('emr-facility-99002-20261121'), await read('emr-facility-99999-20261121')];
    expect([other.status, ruleOf(other.body)]).toEqual([404, 'LT-C028']);
    expect(other.body).toEqual(nobody.body);
    expect((await read('emr-coverage-province-20261121')).status).toBe(404);
  });

  it('a client with system/*.rs sees everything, nobody without a scope or a token', async () => {
    expect((await search('?measure=emr-coverage', token('warehouse'))).ids).toHaveLength(1);
    const without = await search('', token('99001-writes'));
    expect([without.status, ruleOf(without.body)]).toEqual([403, 'LT-C029']);
    expect((await search('', {})).status).toBe(401);
    expect((await server.ask('/fhir/Measure')).status).toBe(401);
  });
});

it('every report is valid R4, and the same whenever it is asked for', async () => {
  const { reports, bundle } = await search('?period=ge2026-11-19&_count=200');
  expect(reports.length).toBeGreaterThan(20);
  for (const report of reports) {
    expect([
      report.id,
      briefOf(validator.issues(report).filter(({ rule }) => rule.severity !== 'information')),
    ]).toEqual([report.id, []]);
    const again = await server.ask(`/fhir/MeasureReport/${report.id}`, STAFF);
    expect(again.body).toEqual(report);
  }
  expect(briefOf(validator.issues(bundle).filter(({ rule }) => rule.severity === 'error'))).toEqual([]);
});
