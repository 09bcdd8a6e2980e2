import { describe, expect, it } from '@jest/globals';
import type { Issue, Rule } from '../../../../src/types/issue.ts';
import type { PolicyAction } from '../../../../src/types/policy.ts';
import { compilePolicy } from '../../../../src/validate/policy/compile-policy.ts';
import type { PolicyFile } from '../../../../src/validate/policy/policy-file.ts';

const TEXT = { vi: 'Sai.', en: 'Wrong.' };

function rule(id: string, severity: Rule['severity'], action: Rule['action'], more: Partial<Rule> = {}): Rule {
  return { id, severity, code: 'value', action, text: TEXT, remedy: TEXT, source: 'x', ...more };
}

const INFORMS = rule('LT-B001', 'information', 'accept');
const WARNS = rule('LT-B002', 'warning', 'accept');
const HOLDS = rule('LT-B003', 'error', 'quarantine');
const REFUSES = rule('LT-M001', 'error', 'refuse');
const STRUCTURE = rule('LT-V001', 'error', 'quarantine');
const FIXED = rule('LT-V002', 'error', 'quarantine', { fixed: true });
const LOGIN = rule('LT-A001', 'error', 'refuse', { status: 401 });
const DECODE = rule('LT-D001', 'error', 'quarantine');
const RULES = [INFORMS, WARNS, HOLDS, REFUSES, STRUCTURE, FIXED, LOGIN, DECODE];

const compile = (file: Partial<PolicyFile>) => compilePolicy({ name: 'test', version: '2', ...file }, 'abc', RULES);

/** What the rules do, in the order of RULES. */
function actions(
  file: Partial<PolicyFile>,
  facility = '99001',
  day = '2026-11-22',
  format: 'claim-xml' | 'fhir-json' = 'claim-xml',
) {
  const inForce = compile(file).on(facility, day);
  return RULES.map((one) => inForce.actionOf(one, format));
}

const issueOf = (broken: Rule): Issue => ({
  rule: broken,
  text: broken.text,
  remedy: broken.remedy,
  place: 'XML1[1].X',
});

describe('what a rule does', () => {
  it('is what the catalogue says, without settings', () => {
    expect(actions({})).toEqual([
      'inform',
      'warn',
      'quarantine',
      'refuse',
      'quarantine',
      'quarantine',
      'refuse',
      'quarantine',
    ]);
  });

  it('a fault in the structure of own FHIR refuses; no other rule minds the format', () => {
    expect(actions({}, '99001', '2026-11-22', 'fhir-json')).toEqual([
      'inform',
      'warn',
      'quarantine',
      'refuse',
      'refuse',
      'refuse',
      'refuse',
      'quarantine',
    ]);
  });

  it('is at most what the phase allows; what is no matter of policy stays', () => {
    const phases = { onboarding: { atMost: 'warn' }, grace: { atMost: 'quarantine' } } as const;
    expect(actions({ phases, schedule: [{ phase: 'onboarding' }] })).toEqual([
      'inform',
      'warn',
      'warn',
      'warn',
      'warn',
      'quarantine',
      'refuse',
      'quarantine',
    ]);
    expect(actions({ phases, schedule: [{ phase: 'grace' }] })).toEqual([
      'inform',
      'warn',
      'quarantine',
      'quarantine',
      'quarantine',
      'quarantine',
      'refuse',
      'quarantine',
    ]);
  });

  it('is what the phase says of it by name, and else by stage, whatever the phase allows', () => {
    const grace = { atMost: 'inform', rules: { 'LT-B': 'warn', 'LT-B001': 'off', 'LT-V001': 'refuse' } } as const;
    expect(actions({ phases: { grace }, schedule: [{ phase: 'grace' }] }).slice(0, 5)).toEqual([
      'off',
      'warn',
      'warn',
      'inform',
      'refuse',
    ]);
  });

  it('an exception goes before the phase, for its facilities and days; of several the last holds', () => {
    const exception = (action: PolicyAction, more: object = {}) => ({
      rules: ['LT-B003'],
      action,
      reason: 'because',
      ...more,
    });
    const only = { exceptions: [exception('off', { facilities: ['99001'], from: '2026-11-20', to: '2026-11-22' })] };
    const of = (facility: string, day: string) => actions(only, facility, day)[2];
    expect([of('99001', '2026-11-20'), of('99001', '2026-11-22')]).toEqual(['off', 'off']);
    expect([of('99002', '2026-11-22'), of('99001', '2026-11-19'), of('99001', '2026-11-23')]).toEqual([
      'quarantine',
      'quarantine',
      'quarantine',
    ]);
    expect(actions({ exceptions: [exception('off'), exception('warn')] })[2]).toBe('warn');
    expect(actions({ exceptions: [{ rules: ['LT-B'], action: 'off', reason: 'because' }] }).slice(0, 4)).toEqual([
      'off',
      'off',
      'off',
      'refuse',
    ]);
  });
});

describe('the phase', () => {
  const schedule = {
    schedule: [{ phase: 'grace', to: '2026-12-31' }],
    facilities: {
      '99001': [
        { phase: 'onboarding', from: '2026-11-01', to: '2026-11-30' },
        { phase: 'enforced', from: '2027-02-01' },
      ],
    },
  } as const;
  const phase = (facility: string, day: string) => compile(schedule).on(facility, day).phase;

  it.each([
    ['99001', '2026-11-01', 'onboarding'],
    ['99001', '2026-11-30', 'onboarding'],
    // Between its own periods, and before them, the common schedule holds.
    ['99001', '2026-10-31', 'grace'],
    ['99001', '2026-12-31', 'grace'],
    ['99001', '2027-01-01', 'enforced'],
    ['99001', '2027-02-01', 'enforced'],
    ['99002', '2026-12-31', 'grace'],
    // Where no schedule says anything, everything is enforced.
    ['99002', '2027-01-01', 'enforced'],
  ])('of %s on %s is %s', (facility, day, expected) => expect(phase(facility, day)).toBe(expected));

  it('stands with the version and the content in the id of what holds', () => {
    const policy = compile(schedule);
    expect([policy.version, policy.on('99001', '2026-11-22').id]).toEqual(['test@2+abc', 'test@2+abc/onboarding']);
  });
});

describe('an issue under a policy', () => {
  it.each([
    ['inform', 'information', 'accept'],
    ['warn', 'warning', 'accept'],
    ['quarantine', 'error', 'quarantine'],
    ['refuse', 'error', 'refuse'],
  ] as const)('%s: its rule shows as %s and does %s; the rest is kept', (action, severity, effect) => {
    const inForce = compile({ exceptions: [{ rules: ['LT-B002'], action, reason: 'because' }] }).on(
      '99001',
      '2026-11-22',
    );
    const issue = issueOf(WARNS);
    expect(inForce.apply(issue, 'claim-xml')).toEqual({ ...issue, rule: { ...WARNS, severity, action: effect } });
  });

  it('off: there is none', () => {
    const inForce = compile({ exceptions: [{ rules: ['LT-B002'], action: 'off', reason: 'because' }] }).on(
      '',
      '2026-11-22',
    );
    expect(inForce.apply(issueOf(WARNS), 'claim-xml')).toBeNull();
  });

  it('is the same object when nothing changes, or its rule is no matter of policy', () => {
    const inForce = compile({ exceptions: [{ rules: ['LT-B'], action: 'warn', reason: 'because' }] }).on(
      '',
      '2026-11-22',
    );
    for (const broken of [WARNS, FIXED, LOGIN]) {
      const issue = issueOf(broken);
      expect(inForce.apply(issue, 'claim-xml')).toBe(issue);
    }
  });
});

describe('as if everything were enforced', () => {
  it('the settings of the phase enforced hold for everybody, without exceptions', () => {
    const policy = compile({
      phases: { enforced: { rules: { 'LT-B002': 'quarantine' } }, onboarding: { atMost: 'inform' } },
      schedule: [{ phase: 'onboarding' }],
      exceptions: [{ rules: ['LT-B003'], action: 'off', reason: 'because' }],
    });
    expect([WARNS, HOLDS].map((one) => policy.enforced.actionOf(one, 'claim-xml'))).toEqual([
      'quarantine',
      'quarantine',
    ]);
    expect([WARNS, HOLDS].map((one) => policy.on('99001', '2026-11-22').actionOf(one, 'claim-xml'))).toEqual([
      'inform',
      'off',
    ]);
  });
});

describe('a policy that cannot hold is refused', () => {
  it.each<[string, Partial<PolicyFile>, RegExp]>([
    [
      'a rule that is not there',
      { phases: { grace: { rules: { 'LT-B999': 'off' } } } },
      /^phases.grace: the catalogue has no rule LT-B999$/,
    ],
    ['a rule that is fixed', { phases: { grace: { rules: { 'LT-V002': 'off' } } } }, /LT-V002 .*no matter of policy/],
    [
      'a rule of the door',
      { exceptions: [{ rules: ['LT-A001'], action: 'off', reason: 'x' }] },
      /^exceptions.0: what LT-A001 does/,
    ],
    ['a stage of the door', { exceptions: [{ rules: ['LT-A'], action: 'off', reason: 'x' }] }, /no rule LT-A$/],
    [
      'an exception that ends before it begins',
      { exceptions: [{ rules: ['LT-B'], action: 'off', reason: 'x', from: '2026-12-01', to: '2026-11-30' }] },
      /^exceptions.0: 2026-11-30 lies before 2026-12-01$/,
    ],
    [
      'a period that ends before it begins',
      { schedule: [{ phase: 'grace', from: '2026-12-01', to: '2026-11-30' }] },
      /^schedule: 2026-11-30 lies before/,
    ],
    [
      'two phases on one day',
      {
        facilities: {
          '99001': [
            { phase: 'grace', to: '2026-12-01' },
            { phase: 'enforced', from: '2026-12-01' },
          ],
        },
      },
      /^facilities.99001: two periods share the day 2026-12-01$/,
    ],
    [
      'two phases without end',
      { schedule: [{ phase: 'grace' }, { phase: 'enforced' }] },
      /^schedule: two periods share/,
    ],
  ])('%s', (_name, file, message) => expect(() => compile(file)).toThrow(message));
});
