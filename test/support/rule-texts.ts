import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../src/config/paths.ts';
import type { Bilingual, Rule } from '../../src/types/issue.ts';
import { readSourceFiles } from './source-files.ts';

const VIETNAMESE = /[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/i;
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();

/** Tests of the file (or files) of rules of a stage: what the stage uses and nothing else, with texts that are whole. */
export function describeRules(file: string | readonly string[], folder: string, idsInCode: RegExp): void {
  const read = (name: string) => parse(readFileSync(join(PATHS.rules, name), 'utf8')) as Rule[];
  const files = (typeof file === 'string' ? [file] : file).map(read);
  const rules = files.flat().toSorted((one, other) => (one.id < other.id ? -1 : 1));

  it('holds exactly the rules that the code uses, in order', () => {
    const used = readSourceFiles(folder).flatMap(({ text }) => text.match(idsInCode) ?? []);
    expect(rules.map(({ id }) => id)).toEqual([...new Set(used)].toSorted());
    for (const each of files) expect(each.map(({ id }) => id)).toEqual(each.map(({ id }) => id).toSorted());
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s is whole', (_id, rule) => {
    for (const text of [rule.text, rule.remedy]) expectBilingual(text);
    expect(['fatal', 'error', 'warning', 'information']).toContain(rule.severity);
    expect(rule.status === undefined).toBe(rule.severity !== 'fatal');
    expect(rule.action === 'accept').toBe(rule.severity === 'warning' || rule.severity === 'information');
    expect(rule.source).not.toBe('');
    if (rule.certainty !== undefined) {
      expect(['read', 'seen', 'reported']).toContain(rule.certainty);
      expect(rule.action).toBe('accept');
    }
    for (const day of [rule.validFrom, rule.validTo]) if (day !== undefined) expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
}

/** Whole sentences in Vietnamese and English with the same places to fill. */
export function expectBilingual({ vi, en }: Bilingual): void {
  expect(vi).toMatch(VIETNAMESE);
  expect(en).not.toMatch(/[ạảãậầấẩẫắằặẳẵọõỏộổỗồốơờớợởỡẻẹẽếềệểễụủũưựữửừứịỉĩỳỷỵỹ]/i);
  expect(vi).toMatch(/[.!]$/);
  expect(en).toMatch(/[.!]$/);
  expect(placeholders(vi)).toEqual(placeholders(en));
}
