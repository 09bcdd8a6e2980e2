import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { OperationAnswer, OperationRequest, ValidateOperation } from '../../../src/types/validate-operation.ts';
import { exchange, ruleIdsOf } from '../../support/http-exchange.ts';
import { type Door, HOSPITAL_A, RULES, withDoor } from '../../support/public-door.ts';

const FHIR = 'application/fhir+json';
const PATIENT = '{"resourceType":"Patient"}';

interface Call {
  readonly text: string;
  readonly request: OperationRequest;
}

/** A door whose operation notes its calls and answers as told. */
async function asked(
  use: (door: Door, calls: readonly Call[]) => Promise<void>,
  answer: () => Promise<OperationAnswer> = async () => ({ kind: 'checked', issues: [] }),
): Promise<void> {
  const calls: Call[] = [];
  const operation: ValidateOperation = {
    isType: (name) => name === 'Patient' || name === 'Bundle',
    run: (bytes, request) => {
      calls.push({ text: Buffer.from(bytes).toString('utf8'), request });
      return answer();
    },
  };
  await withDoor({ deps: { operation }, limits: { maxBodyBytes: 2_000 } }, (door) => use(door, calls));
}

const post = (door: Door, path: string, headers: object = {}, body: string | Buffer = PATIENT) =>
  exchange(`${door.url}${path}`, {
    method: 'POST',
    headers: { ...HOSPITAL_A, 'content-type': FHIR, ...headers },
    body,
  });

describe('POST /fhir/$validate and /fhir/{Type}/$validate', () => {
  it.each([
    ['/fhir/$validate', { type: null, profiles: [], mode: null }],
    ['/fhir/Patient/$validate', { type: 'Patient', profiles: [], mode: null }],
    ['/fhir/Patient/$validate?profile=http://a/b%7C1', { type: 'Patient', profiles: ['http://a/b|1'], mode: null }],
    [
      '/fhir/$validate?profile=http://a&profile=http://b',
      { type: null, profiles: ['http://a', 'http://b'], mode: null },
    ],
    ['/fhir/$validate?mode=create', { type: null, profiles: [], mode: 'create' }],
  ])('%s', async (path, request) => {
    await asked(async (door, calls) => {
      const { status, headers, body } = await post(door, path);
      expect([status, headers['content-type']]).toEqual([200, FHIR]);
      expect(JSON.parse(body)).toMatchObject({
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'information' }],
      });
      expect(calls).toEqual([{ text: PATIENT, request }]);
      expect(door.gateway.received).toEqual([]);
    });
  });

  it('answers 200 to what is not valid, with every issue', async () => {
    await asked(
      async (door) => {
        const { status, body } = await post(door, '/fhir/$validate');
        expect([status, ...ruleIdsOf(body)]).toEqual([200, 'LT-V001', 'LT-V002']);
      },
      async () => ({ kind: 'checked', issues: [RULES.issue('LT-V001'), RULES.issue('LT-V002')] }),
    );
  });

  it('passes a refusal of the operation on', async () => {
    await asked(
      async (door) => {
        const { status, body } = await post(door, '/fhir/$validate');
        expect([status, ...ruleIdsOf(body)]).toEqual([400, 'LT-V270']);
      },
      async () => ({ kind: 'refused', refusal: { status: 400, issues: [RULES.issue('LT-V270')] } }),
    );
  });

  it.each([
    ['too many wait', async (): Promise<OperationAnswer> => ({ kind: 'busy' }), 'LT-R051'],
    ['a thread that ended', () => Promise.reject(new Error('canary')), 'LT-R050'],
  ])('503 when it could not be checked: %s', async (_name, answer, rule) => {
    await asked(async (door) => {
      const { status, headers, body } = await post(door, '/fhir/$validate');
      expect([status, headers['retry-after'], ...ruleIdsOf(body)]).toEqual([503, '5', rule]);
      expect(body).not.toContain('canary');
    }, answer);
  });

  it.each([
    ['an unknown type', '/fhir/Patients/$validate', {}, PATIENT, 404, 'LT-R013'],
    ['a misspelt parameter', '/fhir/$validate?profiles=http://a', {}, PATIENT, 400, 'LT-R005'],
    ['an empty profile', '/fhir/$validate?profile=', {}, PATIENT, 400, 'LT-R005'],
    ['too many profiles', `/fhir/$validate?${'profile=http://a&'.repeat(11)}`, {}, PATIENT, 400, 'LT-R005'],
    ['two modes', '/fhir/$validate?mode=create&mode=create', {}, PATIENT, 400, 'LT-R005'],
    ['XML', '/fhir/$validate', { 'content-type': 'application/fhir+xml' }, '<a/>', 415, 'LT-R020'],
    ['no body', '/fhir/$validate', {}, '', 400, 'LT-R031'],
    ['a large body', '/fhir/$validate', {}, 'x'.repeat(2_001), 413, 'LT-R030'],
    ['a bomb', '/fhir/$validate', { 'content-encoding': 'gzip' }, gzipSync('x'.repeat(9_999)), 413, 'LT-R030'],
    ['no token', '/fhir/Patients/$validate', { authorization: '' }, PATIENT, 401, 'LT-A001'],
    ['a token that may only read', '/fhir/$validate', { authorization: 'Bearer reader' }, PATIENT, 403, 'LT-R011'],
    ['a token of no facility', '/fhir/$validate', { authorization: 'Bearer warehouse' }, PATIENT, 403, 'LT-R010'],
  ] as const)('refuses %s', async (_name, path, headers, body, status, rule) => {
    await asked(async (door, calls) => {
      const answer = await post(door, path, headers, body);
      expect([answer.status, ...ruleIdsOf(answer.body)]).toEqual([status, rule]);
      expect(calls).toEqual([]);
    });
  });
});
