import { describe, expect, it } from '@jest/globals';
import type { Rule } from '../../../../src/types/issue.ts';
import type { Judgement } from '../../../../src/types/measure.ts';
import { compilePolicy } from '../../../../src/validate/policy/compile-policy.ts';
import { reportEnforced } from '../../../../src/validate/policy/enforced-report.ts';

const TEXT = { vi: 'Sai.', en: 'Wrong.' };
const rule = (id: string, severity: Rule['severity'], action: Rule['action']): Rule => ({
  ...{ id, severity, action, code: 'value', text: TEXT, remedy: TEXT, source: 'x' },
});
const RULES = [
  rule('LT-B001', 'warning', 'accept'),
  rule('LT-B030', 'error', 'quarantine'),
  rule('LT-D037', 'error', 'quarantine'),
  rule('LT-V002', 'error', 'quarantine'),
];
const policy = compilePolicy(
  { name: 'test', version: '1', phases: { onboarding: { atMost: 'warn' } }, schedule: [{ phase: 'onboarding' }] },
  'abc',
  RULES,
);

const judged = (facility: string, broken: readonly string[], more: Partial<Judgement> = {}): Judgement => ({
  ...{ facility, at: 0, format: 'claim-xml', state: 'accepted', policy: null, broken },
  ...more,
});

async function report(...judgements: readonly Judgement[]) {
  async function* stream() {
    yield* judgements;
  }
  return reportEnforced({ judgements: stream(), policy, rules: RULES, from: '2026-11-01', to: '2026-11-22' });
}

describe('what would be refused if everything were enforced', () => {
  it('counts records as they were judged and as they would be, by facility and rule', async () => {
    const found = await report(
      judged('99002', ['LT-B001', 'LT-B030']),
      judged('99001', ['LT-B001']),
      judged('99001', []),
      judged('99001', ['LT-V002'], { format: 'fhir-json' }),
      judged('99001', ['LT-D037'], { state: 'quarantined' }),
    );
    expect(found).toEqual({
      from: '2026-11-01',
      to: '2026-11-22',
      policy: 'test@1+abc',
      records: 5,
      now: { accepted: 4, quarantined: 1, refused: 0 },
      enforced: { accepted: 2, quarantined: 2, refused: 1 },
      rules: [
        { rule: 'LT-V002', action: 'refuse', records: 1 },
        { rule: 'LT-B030', action: 'quarantine', records: 1 },
        { rule: 'LT-D037', action: 'quarantine', records: 1 },
        { rule: 'LT-B001', action: 'warn', records: 2 },
      ],
      facilities: [
        {
          facility: '99001',
          records: 4,
          now: { accepted: 3, quarantined: 1, refused: 0 },
          enforced: { accepted: 2, quarantined: 1, refused: 1 },
          rules: [
            { rule: 'LT-V002', action: 'refuse', records: 1 },
            { rule: 'LT-D037', action: 'quarantine', records: 1 },
            { rule: 'LT-B001', action: 'warn', records: 1 },
          ],
        },
        {
          facility: '99002',
          records: 1,
          now: { accepted: 1, quarantined: 0, refused: 0 },
          enforced: { accepted: 0, quarantined: 1, refused: 0 },
          rules: [
            { rule: 'LT-B030', action: 'quarantine', records: 1 },
            { rule: 'LT-B001', action: 'warn', records: 1 },
          ],
        },
      ],
    });
  });

  it('shows the severer action of a rule that acts otherwise on forms than on FHIR', async () => {
    const { rules } = await report(judged('99001', ['LT-V002']), judged('99001', ['LT-V002'], { format: 'fhir-json' }));
    expect(rules).toEqual([{ rule: 'LT-V002', action: 'refuse', records: 2 }]);
  });

  it('passes over rules that the catalogue no longer has, and says nothing of nothing', async () => {
    expect(await report(judged('99001', ['LT-B900']))).toMatchObject({ enforced: { accepted: 1 }, rules: [] });
    expect(await report()).toMatchObject({ records: 0, facilities: [], rules: [] });
  });
});
