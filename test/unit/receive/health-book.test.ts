import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange, ruleIdsOf } from '../../support/http-exchange.ts';
import { type Door, HOSPITAL_A, HOSPITAL_B, openDoor } from '../../support/public-door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const get = (path: string, headers = HOSPITAL_A) => exchange(`${door.url}${path}`, { headers });

describe('GET /fhir/{Type}/{id}', () => {
  it('answers the resource as it stands, with its version and when that came', async () => {
    const { status, headers, body } = await get('/fhir/Patient/99001-p1');
    expect([status, headers['content-type'], headers.etag]).toEqual([200, 'application/fhir+json', 'W/"3"']);
    expect(headers['last-modified']).toBe('Sun, 22 Nov 2026 01:00:00 GMT');
    expect(JSON.parse(body)).toEqual({
      resourceType: 'Patient',
      id: '99001-p1',
      meta: { profile: ['https://lienthong.example/p'], versionId: '3', lastUpdated: '2026-11-22T08:00:00+07:00' },
    });
  });

  it('tells what was deleted from what never was', async () => {
    const gone = await get('/fhir/Patient/99001-gone');
    expect([gone.status, gone.headers.etag, ...ruleIdsOf(gone.body)]).toEqual([410, 'W/"2"', 'LT-R071']);
    const none = await get('/fhir/Patient/99001-none');
    expect([none.status, ...ruleIdsOf(none.body)]).toEqual([404, 'LT-R070']);
  });

  it('answers another facility as if there were nothing', async () => {
    const foreign = await get('/fhir/Patient/99001-p1', HOSPITAL_B);
    const none = await get('/fhir/Patient/99001-none', HOSPITAL_B);
    expect([foreign.status, foreign.body]).toEqual([404, none.body]);
  });

  it.each([
    ['an unknown type', '/fhir/Patients/1', 404, 'LT-R013'],
    ['no id', '/fhir/Patient/$history', 404, 'LT-R070'],
    ['an id that leads elsewhere', '/fhir/Patient/..%2F..%2Fetc', 404, 'LT-R070'],
    ['an id of 65 characters', `/fhir/Patient/${'a'.repeat(65)}`, 404, 'LT-R070'],
    ['a parameter', '/fhir/Patient/99001-p1?_summary=true', 400, 'LT-R005'],
    ['XML', '/fhir/Patient/99001-p1?_format=xml', 400, 'LT-R005'],
  ])('refuses %s', async (_name, path, expected, rule) => {
    const { status, body } = await get(path);
    expect([status, ...ruleIdsOf(body)]).toEqual([expected, rule]);
  });

  it.each(['json', 'application/json', 'application/fhir%2Bjson'])('takes _format=%s', async (format) => {
    expect((await get(`/fhir/Patient/99001-p1?_format=${format}`)).status).toBe(200);
  });
});

describe('GET /fhir/Patient/{id}/$summary', () => {
  it('answers a document', async () => {
    const { status, headers, body } = await get('/fhir/Patient/99001-p1/$summary');
    expect([status, headers['content-type']]).toEqual([200, 'application/fhir+json']);
    expect(JSON.parse(body)).toMatchObject({ resourceType: 'Bundle', type: 'document' });
  });

  it.each([
    ['a deleted patient', '/fhir/Patient/99001-gone/$summary', HOSPITAL_A, 410, 'LT-R071'],
    ['nobody', '/fhir/Patient/99001-none/$summary', HOSPITAL_A, 404, 'LT-R070'],
    ['another facility’s patient', '/fhir/Patient/99001-p1/$summary', HOSPITAL_B, 404, 'LT-R070'],
    ['no id', '/fhir/Patient/%00/$summary', HOSPITAL_A, 404, 'LT-R070'],
    ['a parameter', '/fhir/Patient/99001-p1/$summary?profile=x', HOSPITAL_A, 400, 'LT-R005'],
  ])('refuses %s', async (_name, path, caller, expected, rule) => {
    const { status, body } = await get(path, caller);
    expect([status, ...ruleIdsOf(body)]).toEqual([expected, rule]);
  });
});
