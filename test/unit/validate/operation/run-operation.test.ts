import { beforeAll, describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../../../src/fhir/rule-catalogue.ts';
import type { OperationRequest } from '../../../../src/types/validate-operation.ts';
import { loadInstanceValidator } from '../../../../src/validate/load-instance-validator.ts';
import { runOperation } from '../../../../src/validate/operation/run-operation.ts';
import type { TextCheck } from '../../../../src/validate/text-check.ts';
import { DEFAULT_STRICTNESS } from '../../../../src/validate/validator.ts';

let check: TextCheck;
beforeAll(async () => {
  const rules = loadRuleCatalogue(PATHS.rules);
  const { validator } = await loadInstanceValidator(
    { packages: [PATHS.profiles], strictness: DEFAULT_STRICTNESS },
    rules,
  );
  check = { validator, rules, limits: { maxBytes: 100_000, maxDepth: 64 } };
});

const PATIENT = { resourceType: 'Patient', birthDate: '2026-02-30' };
const VITAL_SIGNS = 'http://hl7.org/fhir/StructureDefinition/vitalsigns';

function run(body: unknown, request: Partial<OperationRequest> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
  return runOperation(Buffer.from(text), { type: null, profiles: [], mode: null, ...request }, check);
}

/** Errors of an answer, as `rule expression place`; of a refusal, its status and rules. */
function shown(answer: ReturnType<typeof run>): readonly (string | number)[] {
  if (answer.kind === 'refused') return [answer.refusal.status, ...answer.refusal.issues.map(({ rule }) => rule.id)];
  return answer.issues
    .filter(({ rule }) => rule.severity === 'error')
    .map(({ rule, expression, place }) => `${rule.id} ${expression} ${place}`);
}

const parameters = (...parameter: object[]) => ({ resourceType: 'Parameters', parameter });

describe('runOperation', () => {
  it('checks the resource that the body is', () => {
    expect(shown(run(PATIENT))).toEqual(['LT-V004 Patient.birthDate line 3, column 16']);
    expect(shown(run({ resourceType: 'Patient' }))).toEqual([]);
  });

  it('checks the resource in Parameters: expressions of the resource, places of the text', () => {
    const body = parameters({ name: 'mode', valueCode: 'create' }, { name: 'resource', resource: PATIENT });
    expect(shown(run(body))).toEqual(['LT-V004 Patient.birthDate line 12, column 22']);
  });

  it('finds integers with a point in the resource, and leaves those beside it', () => {
    const body =
      '{"resourceType":"Parameters","parameter":[{"name":"x","valueInteger":1.0},{"name":"resource","resource":R}]}';
    const patient = '{"resourceType":"Patient","multipleBirthInteger":2.0}';
    expect(shown(run(body.replace('R', patient)))).toEqual([
      `LT-V134 Patient.multipleBirthInteger line 1, column ${body.indexOf('R}]') + 1 + patient.indexOf('2.0')}`,
    ]);
  });

  it.each([
    ['the address', PATIENT, [VITAL_SIGNS]],
    ['Parameters', parameters({ name: 'profile', valueUri: VITAL_SIGNS }, { name: 'resource', resource: PATIENT }), []],
    [
      'canonicals',
      parameters({ name: 'profile', valueCanonical: VITAL_SIGNS }, { name: 'resource', resource: PATIENT }),
      [],
    ],
  ])('checks against profiles that %s asks for', (_name, body, profiles) => {
    expect(shown(run(body, { profiles })).map((each) => String(each).split(' ')[0])).toContain('LT-V021');
  });

  it('says that a profile is not known', () => {
    const answer = run({ resourceType: 'Patient' }, { profiles: ['https://example.org/none'] });
    expect(answer.kind === 'checked' && answer.issues.map(({ rule }) => rule.id)).toEqual(['LT-V017']);
  });

  it('a resource of another type than the address is an error; one of no type has its own', () => {
    expect(shown(run({ resourceType: 'Basic', code: { text: 'a' } }, { type: 'Patient' }))).toEqual([
      'LT-V272 Basic undefined',
    ]);
    expect(shown(run({ resourceType: 'Basics' }, { type: 'Patient' }))).toEqual([expect.stringMatching(/^LT-V011 /)]);
    expect(shown(run(PATIENT, { type: 'Patient' }))).toHaveLength(1);
  });

  it('checks Parameters themselves when the address asks about them', () => {
    expect(shown(run(parameters({ name: 'a', valueInteger: 1 }), { type: 'Parameters' }))).toEqual([]);
    expect(shown(run(parameters({ valueInteger: 1 }), { type: 'Parameters' }))).not.toEqual([]);
  });

  it.each([
    ['a text that is no JSON', '{"resourceType": }', {}, [400, 'LT-V120']],
    ['a text of too many levels', '['.repeat(65) + ']'.repeat(65), {}, [400, 'LT-V130']],
    ['bytes over the limit', ' '.repeat(100_001), {}, [400, 'LT-V131']],
    ['Parameters without a resource', parameters({ name: 'mode', valueCode: 'create' }), {}, [400, 'LT-V270']],
    ['Parameters with nothing in them', { resourceType: 'Parameters' }, {}, [400, 'LT-V270']],
    ['mode update', PATIENT, { mode: 'update' }, [400, 'LT-V271']],
    [
      'mode delete in Parameters',
      parameters({ name: 'mode', valueCode: 'delete' }, { name: 'resource', resource: PATIENT }),
      {},
      [400, 'LT-V271'],
    ],
  ])('refuses %s', (_name, body, request, refusal) => {
    expect(shown(run(body, request))).toEqual(refusal);
  });

  it.each(['[]', 'null', '"text"', '1', '{}'])('finds %s to be no resource', (text) => {
    expect(shown(run(text))).not.toEqual([]);
  });

  it('reports what the text hides beside what the resource lacks', () => {
    const found = shown(run('{"resourceType":"Patient","active":true,"active":"no"}'));
    expect(found.map((each) => String(each).split(' ').slice(0, 2).join(' '))).toEqual([
      'LT-V128 Patient',
      'LT-V004 Patient.active',
    ]);
  });
});
