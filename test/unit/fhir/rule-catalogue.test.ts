import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { createRuleCatalogue, loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import type { Rule } from '../../../src/types/issue.ts';
import { readSourceFiles } from '../../support/source-files.ts';

const RULE: Rule = {
  id: 'LT-X001',
  severity: 'error',
  code: 'value',
  action: 'quarantine',
  text: { vi: '{what} sai {times} lần', en: '{what} is wrong {times} times' },
  remedy: { vi: 'Sửa {what}; {other}', en: 'Mend {what}; {other}' },
  source: 'nowhere',
};

describe('the catalogue of the project', () => {
  it('has every rule that the program can report', () => {
    const known = new Set(loadRuleCatalogue(PATHS.rules).rules.map(({ id }) => id));
    const named = readSourceFiles('src').flatMap(({ text }) =>
      [...text.matchAll(/'(LT-[A-Z]\d{3})'/g)].map(([, id]) => id),
    );
    expect(named.length).toBeGreaterThan(200);
    expect(named.filter((id) => !known.has(id ?? ''))).toEqual([]);
  });
});

describe('an issue', () => {
  const { issue } = createRuleCatalogue([RULE]);

  it('is filled in both languages, with words of each', () => {
    expect(issue('LT-X001', { with: { what: { vi: 'Tên', en: 'The name' }, times: 2 } })).toEqual({
      rule: RULE,
      text: { vi: 'Tên sai 2 lần', en: 'The name is wrong 2 times' },
      remedy: { vi: 'Sửa Tên; {other}', en: 'Mend The name; {other}' },
    });
  });

  it('keeps what looks like a place to fill in words', () => {
    expect(issue('LT-X001', { with: { what: '{times}', times: 1 } }).text.en).toBe('{times} is wrong 1 times');
  });

  it('of an unknown rule is a bug', () => {
    expect(() => issue('LT-X002')).toThrow('LT-X002');
  });
});

describe('a catalogue', () => {
  it('has no number twice', () => {
    expect(() => createRuleCatalogue([RULE, { ...RULE }])).toThrow('LT-X001');
  });

  it('holds the rules of all stages, or of one', () => {
    const all = loadRuleCatalogue(PATHS.rules).rules;
    const one = loadRuleCatalogue(PATHS.rules, 'V').rules;
    expect(one).toEqual(all.filter(({ id }) => /^LT-V\d{3}$/.test(id)));
    expect(one.length).toBeGreaterThan(100);
    expect(all.length).toBeGreaterThan(one.length);
  });
});

describe('what a constraint says', () => {
  const { constraintText } = createRuleCatalogue(
    [],
    [
      { keys: ['a-1', 'a-2'], published: 'Must  have\na name', vi: 'Phải có tên.', en: 'There must be a name.' },
      { keys: ['a-1'], published: 'Must have a code', vi: 'Phải có mã.' },
    ],
  );

  it.each([
    ['a-1', 'Must have a name', { vi: 'Phải có tên.', en: 'There must be a name.' }],
    ['a-2', ' Must have a  name ', { vi: 'Phải có tên.', en: 'There must be a name.' }],
    ['a-1', 'Must have a code', { vi: 'Phải có mã.', en: 'Must have a code' }],
    ['a-2', 'Must have a code', undefined],
    ['a-1', 'Must have a date', undefined],
    ['a-3', 'Must have a name', undefined],
  ])('%s: %s', (key, published, text) => {
    expect(constraintText(key, published)).toEqual(text);
  });
});
