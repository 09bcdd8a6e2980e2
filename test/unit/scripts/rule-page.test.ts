import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readRuleExamples } from '../../../scripts/rules/rule-examples.ts';
import { renderRulePage } from '../../../scripts/rules/rule-page.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';

describe('docs/rules.md', () => {
  const { rules } = loadRuleCatalogue(PATHS.rules);
  const page = renderRulePage(rules, readRuleExamples());

  it('is what the catalogue says (node scripts/generate-rule-page.ts)', () => {
    expect(readFileSync(join(PATHS.root, 'docs/rules.md'), 'utf8')).toBe(page);
  });

  it('has every rule once', () => {
    const headed = [...page.matchAll(/^### (LT-[A-Z]\d{3}):/gm)].map(([, id]) => id);
    expect(headed.toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
  });

  it('shows what a rule does, its dates, how sure it is, and its examples', () => {
    const section = (id: string) => page.split('### ').find((part) => part.startsWith(id)) ?? '';
    expect(section('LT-A001')).toMatch(/^LT-A001: refuse, HTTP 401 \(.*no matter of policy\)$/m);
    expect(section('LT-B066')).toMatch(/care that ended đến \/ to 2025-08-14$/m);
    expect(section('LT-B087')).toMatch(/at second hand · .* từ \/ from 2026-10-01$/m);
    expect(section('LT-B076')).toMatch(/^- sai \/ fails: không có \/ no `XML4` → `XML3\[1\]\.MA_DICH_VU`$/m);
    expect(section('LT-B030')).toMatch(/^- đúng \/ passes: `XML1\.NGAY_RA = 202607010815`$/m);
  });

  it('has no section for a rule of an unknown stage', () => {
    const [rule] = rules;
    expect(() => renderRulePage(rule === undefined ? [] : [{ ...rule, id: 'LT-Z001' }], new Map())).toThrow('LT-Z001');
  });
});
