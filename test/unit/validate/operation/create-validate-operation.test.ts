import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../../../src/fhir/rule-catalogue.ts';
import { loadInstanceValidator } from '../../../../src/validate/load-instance-validator.ts';
import {
  createValidateOperation,
  type RunningOperation,
} from '../../../../src/validate/operation/create-validate-operation.ts';
import { DEFAULT_STRICTNESS } from '../../../../src/validate/validator.ts';

const REQUEST = { type: null, profiles: [], mode: null };
const settings = { packages: [PATHS.profiles], strictness: DEFAULT_STRICTNESS };
let operation: RunningOperation;
beforeAll(async () => {
  const rules = loadRuleCatalogue(PATHS.rules);
  const { validator } = await loadInstanceValidator(settings, rules);
  const limits = { maxBytes: 2_000_000, maxDepth: 64 };
  operation = createValidateOperation({ validator, rules, limits }, settings, PATHS.rules);
});
afterAll(() => operation.close());

/** A Bundle of so many Patients, of which the last was born on 30 February. */
function bundleOf(count: number): Buffer {
  const entry = Array.from({ length: count }, (_, index) => ({
    fullUrl: `https://hospital.example/fhir/Patient/${index}`,
    resource: {
      resourceType: 'Patient',
      id: String(index),
      birthDate: index === count - 1 ? '2026-02-30' : '2026-02-28',
    },
  }));
  return Buffer.from(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
}

const errorsIn = async (bytes: Buffer) => {
  const answer = await operation.run(bytes, REQUEST);
  if (answer.kind !== 'checked') return answer;
  const errors = answer.issues.filter(({ rule }) => rule.severity === 'error');
  return errors.map(({ rule, expression }) => [rule.id, expression]);
};

describe('createValidateOperation', () => {
  it('decides a large body in its thread as a small one in this', async () => {
    const large = bundleOf(4_000);
    expect(large.length).toBeGreaterThan(256 * 1024);
    expect(await errorsIn(bundleOf(2))).toEqual([['LT-V004', 'Bundle.entry[1].resource.birthDate']]);
    expect(await errorsIn(large)).toEqual([['LT-V004', 'Bundle.entry[3999].resource.birthDate']]);
  });

  it('goes on with small ones while a large one is checked', async () => {
    const order: string[] = [];
    const large = errorsIn(bundleOf(9_000)).then(() => order.push('large'));
    await errorsIn(bundleOf(1)).then(() => order.push('small'));
    await large;
    expect(order).toEqual(['small', 'large']);
  });

  it('refuses in the thread what it refuses here', async () => {
    const answers = await Promise.all(
      [1, 300_000].map((length) => operation.run(Buffer.from('{'.repeat(length)), REQUEST)),
    );
    expect(answers.map((answer) => answer.kind === 'refused' && answer.refusal.status)).toEqual([400, 400]);
  });

  it('turns away what would wait too long', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => operation.run(bundleOf(3_000), REQUEST)));
    expect(answers.map(({ kind }) => kind).sort()).toEqual([...Array(3).fill('busy'), ...Array(9).fill('checked')]);
  });
});
