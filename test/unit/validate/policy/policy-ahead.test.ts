import { describe, expect, it } from '@jest/globals';
import type { Rule } from '../../../../src/types/issue.ts';
import { compilePolicy } from '../../../../src/validate/policy/compile-policy.ts';
import { describeAhead } from '../../../../src/validate/policy/policy-ahead.ts';
import type { PolicyFile } from '../../../../src/validate/policy/policy-file.ts';

const ruleOf = (id: string, changes: Partial<Rule> = {}): Rule => ({
  id,
  severity: 'error',
  code: 'value',
  action: 'refuse',
  text: { vi: id, en: id },
  remedy: { vi: id, en: id },
  source: 'test',
  ...changes,
});
const RULES = [
  ruleOf('LT-B001'),
  ruleOf('LT-B002', { action: 'accept', severity: 'warning', validFrom: '2027-07-01' }),
  ruleOf('LT-A015'),
];
const ahead = (file: Partial<PolicyFile>) =>
  describeAhead(RULES, compilePolicy({ name: 'p', version: '1', ...file }, '0', RULES), '2026-11-22');

describe('what the policy changes from today on', () => {
  it('is nothing where nothing has a date', () => {
    expect(ahead({}).turns).toEqual([]);
    expect(ahead({}).phases).toEqual([{ facility: null, phase: 'enforced' }]);
  });

  it('is told for everybody and for each facility with a schedule of its own, stricter apart from milder', () => {
    const { turns, phases } = ahead({
      phases: { onboarding: { atMost: 'warn' } },
      facilities: {
        '99001': [
          { phase: 'onboarding', to: '2026-11-30' },
          { phase: 'enforced', from: '2026-12-01' },
        ],
      },
      exceptions: [{ rules: ['LT-B001'], action: 'inform', from: '2027-01-01', to: '2027-01-31', reason: 'x' }],
    });
    expect(phases).toEqual([
      { facility: null, phase: 'enforced' },
      { facility: '99001', phase: 'onboarding' },
    ]);
    expect(turns.map(({ day, facility, stricter, milder }) => [day, facility, stricter, milder])).toEqual([
      ['2026-12-01', '99001', [{ rule: 'LT-B001', before: 'warn', after: 'refuse' }], []],
      ['2027-01-01', null, [], [{ rule: 'LT-B001', before: 'refuse', after: 'inform' }]],
      ['2027-01-01', '99001', [], [{ rule: 'LT-B001', before: 'refuse', after: 'inform' }]],
      ['2027-02-01', null, [{ rule: 'LT-B001', before: 'inform', after: 'refuse' }], []],
      ['2027-02-01', '99001', [{ rule: 'LT-B001', before: 'inform', after: 'refuse' }], []],
    ]);
    expect(turns[0]).toMatchObject({ before: 'onboarding', after: 'enforced' });
  });

  it('names a facility that an exception names, and days that are over are not told', () => {
    const { turns } = ahead({
      exceptions: [
        { rules: ['LT-B'], action: 'off', to: '2026-11-22', facilities: ['99002'], reason: 'x' },
        { rules: ['LT-B'], action: 'off', from: '2026-01-01', to: '2026-01-31', reason: 'over' },
      ],
    });
    expect(turns.map(({ day, facility, stricter }) => [day, facility, stricter.length])).toEqual([
      ['2026-11-23', '99002', 2],
    ]);
  });

  it('has the rules whose own day lies ahead beside it', () => {
    expect(ahead({}).dated).toEqual([{ rule: 'LT-B002', from: '2027-07-01', to: null }]);
  });
});
