import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../src/config/paths.ts';
import type { Bilingual, Rule } from '../../src/types/issue.ts';
import { readSourceFiles } from './source-files.ts';

const VIETNAMESE = /[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/i;
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();

/** Tests of one file of rules: it holds what its stage uses and nothing else, and its texts are whole. */
export function describeRules(file: string, folder: string, idsInCode: RegExp): void {
  const rules = parse(readFileSync(join(PATHS.rules, file), 'utf8')) as Rule[];

  it('holds exactly the rules that the code uses, in order', () => {
    const used = readSourceFiles(folder).flatMap(({ text }) => text.match(idsInCode) ?? []);
    expect(rules.map(({ id }) => id)).toEqual([...new Set(used)].toSorted());
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s is whole', (_id, rule) => {
    for (const text of [rule.text, rule.remedy]) expectBilingual(text);
    expect(['fatal', 'error', 'warning', 'information']).toContain(rule.severity);
    expect(rule.status === undefined).toBe(rule.severity !== 'fatal');
    expect(rule.action === 'accept').toBe(rule.severity === 'warning' || rule.severity === 'information');
    expect(rule.source).not.toBe('');
  });
}

function expectBilingual({ vi, en }: Bilingual): void {
  expect(vi).toMatch(VIETNAMESE);
  expect(en).not.toMatch(/[ạảãậầấẩẫắằặẳẵọõỏộổỗồốơờớợởỡẻẹẽếềệểễụủũưựữửừứịỉĩỳỷỵỹ]/i);
  expect(vi).toMatch(/[.!]$/);
  expect(en).toMatch(/[.!]$/);
  expect(placeholders(vi)).toEqual(placeholders(en));
}
