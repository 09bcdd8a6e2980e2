import { describe, expect, it } from '@jest/globals';
import type { Issue, Rule } from '../../../src/types/issue.ts';
import type { MappedRecord } from '../../../src/types/mapped-record.ts';
import type { SourceRecord } from '../../../src/types/source-record.ts';
import { createJudge } from '../../../src/validate/judge.ts';
import { compilePolicy } from '../../../src/validate/policy/compile-policy.ts';
import type { PolicyFile } from '../../../src/validate/policy/policy-file.ts';
import { RULES } from '../../support/claim-envelope.ts';

const RECEIVED_AT = Date.parse('2026-11-22T23:59:00+07:00');

function judge(
  found: {
    readonly source?: readonly string[];
    readonly resource?: readonly string[];
    readonly decoded?: readonly string[];
  },
  file: Partial<PolicyFile> = {},
  format: 'claim-xml' | 'fhir-json' = 'claim-xml',
) {
  const toIssue = (rule: string): Issue => RULES.issue(rule);
  const policy = compilePolicy({ name: 'test', version: '1', ...file }, 'abc', RULES.rules);
  const verdict = createJudge({
    checkResource: (_resource, expression) =>
      (found.resource ?? []).map((rule) => RULES.issue(rule, { expression: `${expression}.id` })),
    checkSource: () => (found.source ?? []).map(toIssue),
    policyOn: policy.on,
  });
  const record = { format, issues: (found.decoded ?? []).map(toIssue) } as unknown as SourceRecord;
  const mapped = {
    facility: '99001',
    resources: [{ resourceType: 'Patient', id: 'p' }],
    expressions: ['Patient'],
    issues: [],
    elementsOf: () => [],
    lineage: (type: string, id: string, path: string) => `${type}/${id} ${path}`,
  } as unknown as MappedRecord;
  return verdict(record, mapped, RECEIVED_AT);
}

const shown = (issues: readonly Issue[]) => issues.map(({ rule }: { rule: Rule }) => `${rule.id} ${rule.severity}`);

describe('the verdict', () => {
  it('is the worst of what was found, and names the policy', () => {
    expect(judge({ source: ['LT-B001'] })).toMatchObject({
      state: 'accepted',
      policy: 'test@1+abc/enforced',
      silenced: [],
    });
    expect(judge({ source: ['LT-B001', 'LT-B030'] }).state).toBe('quarantined');
    expect(judge({ source: ['LT-B030'], decoded: ['LT-D040'] }).state).toBe('refused');
  });

  it('a fault in the structure holds back what we made of a form, and refuses what the sender wrote', () => {
    expect(judge({ resource: ['LT-V002'] }).state).toBe('quarantined');
    expect(judge({ resource: ['LT-V002'] }, {}, 'fhir-json').state).toBe('refused');
  });

  it("leads an issue on a resource back to the sender's own place", () => {
    expect(judge({ resource: ['LT-V002'] }).issues[0]).toMatchObject({ place: 'Patient/p id' });
  });

  it('follows the policy: severity and action change, the texts do not', () => {
    const { state, issues } = judge(
      { source: ['LT-B001', 'LT-B030'] },
      { phases: { onboarding: { atMost: 'warn' } }, schedule: [{ phase: 'onboarding' }] },
    );
    expect([state, ...shown(issues)]).toEqual(['accepted', 'LT-B001 warning', 'LT-B030 warning']);
    expect(issues[1]?.text).toEqual(RULES.issue('LT-B030').text);
  });

  it('shows nothing of a rule that is off, and remembers that it was broken', () => {
    const exceptions = [{ rules: ['LT-B001'], action: 'off', reason: 'because' }] as const;
    const { state, issues, silenced } = judge({ source: ['LT-B001', 'LT-B001', 'LT-B030'] }, { exceptions });
    expect([state, shown(issues), silenced]).toEqual(['quarantined', ['LT-B030 error'], ['LT-B001']]);
  });

  it('a policy can refuse what only warns', () => {
    const { state, issues } = judge(
      { source: ['LT-B001'] },
      { exceptions: [{ rules: ['LT-B001'], action: 'refuse', reason: 'x' }] },
    );
    expect([state, ...shown(issues)]).toEqual(['refused', 'LT-B001 error']);
  });

  it('is by the day of receipt in Việt Nam', () => {
    const until = (to: string) => ({ exceptions: [{ rules: ['LT-B030'], action: 'warn', to, reason: 'x' }] as const });
    expect(judge({ source: ['LT-B030'] }, until('2026-11-22')).state).toBe('accepted');
    expect(judge({ source: ['LT-B030'] }, until('2026-11-21')).state).toBe('quarantined');
  });
});
