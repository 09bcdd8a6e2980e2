import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../src/config/paths.ts';
import { createRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { createRefusals } from '../../../src/receive/refusals.ts';
import type { Rule } from '../../../src/types/issue.ts';
import { SYSTEMS } from '../../support/public-door.ts';
import { readSourceFiles } from '../../support/source-files.ts';

const rules = parse(readFileSync(join(PATHS.rules, 'receive.yaml'), 'utf8')) as Rule[];
const code = readSourceFiles('src/receive').map(({ text }) => text);
const used = new Set(code.flatMap((text) => text.match(/(?<=')LT-R\d{3}(?=')/g) ?? []));

describe('profiles/rules/receive.yaml', () => {
  it('holds exactly the rules that the door uses', () => {
    expect(rules.map(({ id }) => id)).toEqual([...used].toSorted());
  });

  it('is given every value that its texts name', () => {
    for (const { id, text, remedy } of rules) {
      for (const [, name] of (text.en + remedy.en).matchAll(/\{(\w+)\}/g)) {
        const uses = code.flatMap((source) => source.match(new RegExp(`'${id}'.{0,30}`, 'g')) ?? []);
        expect(uses).not.toEqual([]);
        for (const use of uses) expect(use).toMatch(new RegExp(`^'${id}', \\{ ${name}\\b`));
      }
    }
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s is whole', (_id, rule) => {
    expect(rule.status).toBeGreaterThanOrEqual(400);
    expect(rule.action).toBe('refuse');
    for (const text of [rule.text, rule.remedy]) {
      expect(text.vi).toMatch(/[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/i);
      expect([...text.vi.matchAll(/\{\w+\}/g)].map(String)).toEqual([...text.en.matchAll(/\{\w+\}/g)].map(String));
    }
    expect(rule.source).toMatch(/^https:\/\/|^docs\//);
  });
});

describe('createRefusals', () => {
  it('throws for a rule without an HTTP status', () => {
    const { status: _status, ...unfinished } = rules[0] as Rule;
    const refusals = createRefusals(createRuleCatalogue([unfinished]), SYSTEMS);
    expect(() => refusals.of(unfinished.id)).toThrow('has no HTTP status');
  });
});
