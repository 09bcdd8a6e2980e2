import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../../../src/fhir/rule-catalogue.ts';
import { loadPolicy } from '../../../../src/validate/policy/load-policy.ts';
import { isTunable } from '../../../../src/validate/policy/rule-actions.ts';

const { rules } = loadRuleCatalogue(PATHS.rules);
const folder = mkdtempSync(join(tmpdir(), 'policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

function load(text: string) {
  const file = join(folder, 'policy.yaml');
  writeFileSync(file, text);
  return loadPolicy(file, PATHS.policySchema, rules);
}

const HEAD = 'name: pilot\nversion: 3\n';

describe('the policy that ships', () => {
  const policy = loadPolicy(PATHS.policy, PATHS.policySchema, rules);

  it('enforces everything for everybody: each rule does what the catalogue says', () => {
    const inForce = policy.on('99001', '2026-11-22');
    expect(inForce.phase).toBe('enforced');
    for (const rule of rules.filter(({ id, severity }) => id.startsWith('LT-') && severity !== 'fatal')) {
      const issue = { rule, text: rule.text, remedy: rule.remedy };
      expect(inForce.apply(issue, 'claim-xml')).toBe(issue);
    }
  });

  it('holds nothing back from a facility that is joining, and refuses nothing in its time of grace', () => {
    const text = readFileSync(PATHS.policy, 'utf8');
    const during = (phase: string) => {
      const inForce = load(text.replace('- phase: enforced', `- phase: ${phase}`)).on('99001', '2026-11-22');
      const tunable = rules.filter(isTunable);
      return new Set(
        tunable.flatMap((rule) => (['claim-xml', 'fhir-json'] as const).map((of) => inForce.actionOf(rule, of))),
      );
    };
    expect(during('onboarding')).toEqual(new Set(['inform', 'warn']));
    expect(during('grace')).toEqual(new Set(['inform', 'warn', 'quarantine']));
  });

  it('names its schema, so that editors complete it', () => {
    expect(readFileSync(PATHS.policy, 'utf8')).toMatch(/^# yaml-language-server: \$schema=policy\.schema\.json$/m);
  });
});

describe('a policy of a deployment', () => {
  it('is told apart from another content of the same version', () => {
    const [one, other] = [load(HEAD), load(`${HEAD}# changed\n`)].map(({ version }) => version);
    expect([one, other]).toEqual([
      expect.stringMatching(/^pilot@3\+[0-9a-f]{8}$/),
      expect.not.stringMatching(one ?? ''),
    ]);
  });

  it('keeps the zeros of facility codes, in quotes or not', () => {
    const policy = load(`${HEAD}facilities:\n  01234: [{ phase: grace }]\n  "05678": [{ phase: grace }]\n`);
    expect(['01234', '05678', '1234'].map((code) => policy.on(code, '2026-11-22').phase)).toEqual([
      'grace',
      'grace',
      'enforced',
    ]);
  });

  it.each([
    ['nothing', '', /: the file: write keys and values/],
    ['no name', 'version: 1', /: the file: name is missing$/],
    ['not YAML', `${HEAD}phases: [`, /: line \d+ is not valid YAML/],
    ['an unknown key', `${HEAD}rules: {}`, /: the file: rules is not known here$/],
    [
      'an unknown phase',
      `${HEAD}schedule: [{ phase: strict }]`,
      /: schedule\.0\.phase: write onboarding, grace or enforced$/,
    ],
    [
      'an unknown action',
      `${HEAD}phases: { grace: { rules: { LT-B001: reject } } }`,
      /: phases\.grace\.rules\.LT-B001: write off, inform/,
    ],
    [
      'a rule that no policy changes',
      `${HEAD}phases: { grace: { rules: { LT-A001: off } } }`,
      /: phases\.grace\.rules\.LT-A001: write a rule id such as/,
    ],
    ['no day', `${HEAD}schedule: [{ phase: grace, from: 2026-13-01 }]`, /: schedule\.0\.from: write a day/],
    [
      'a facility that is none',
      `${HEAD}facilities: { 123: [{ phase: grace }] }`,
      /: facilities\.123: write a facility code/,
    ],
    [
      'an exception without reason',
      `${HEAD}exceptions: [{ rules: [LT-B001], action: off }]`,
      /: exceptions\.0: reason is missing$/,
    ],
    [
      'a rule that is not there',
      `${HEAD}exceptions: [{ rules: [LT-B999], action: off, reason: x }]`,
      /no rule LT-B999$/,
    ],
  ])('%s is refused in one line that names the file and the place', (_name, text, message) => {
    expect(() => load(text)).toThrow(message);
    expect(() => load(text)).toThrow(/^policy .*policy\.yaml: [^\n]+$/);
  });

  it('a file that is not there is refused', () => {
    expect(() => loadPolicy(join(folder, 'none.yaml'), PATHS.policySchema, rules)).toThrow(
      /^policy .*none\.yaml: ENOENT/,
    );
  });
});
