import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkText, DEFAULT_TEXT_LIMITS } from '../../../../src/validate/text-check.ts';
import {
  askedBy,
  findingsOf,
  instanceOf,
  published,
  readProfileCases,
  validatorOfCase,
} from '../../../support/profile-tables.ts';
import { brief, RULES, STRUCTURE_CASES } from '../../../support/structure.ts';

const TABLES = readdirSync(join(STRUCTURE_CASES, 'profiles'));

describe.each(TABLES)('%s', (table) => {
  describe.each(readProfileCases(table))('%s', (_name, one) => {
    const validator = validatorOfCase(one);

    it.each(one.rows.map((row) => [row.name, row] as const))('%s', (_row, row) => {
      expect(findingsOf(validator, one, row)).toEqual(row.finds ?? []);
    });

    it('is found by profiles with published snapshots as well', () => {
      const byPublished = validatorOfCase(published(one));
      for (const row of one.rows) expect(findingsOf(byPublished, one, row)).toEqual(row.finds ?? []);
    });

    it('is found in JSON text as well, each at its line, in whole sentences', () => {
      for (const row of one.rows) {
        const instance = instanceOf(one, row);
        const text = JSON.stringify(instance, null, 1);
        const issues = checkText(text, askedBy(row), { validator, rules: RULES, limits: DEFAULT_TEXT_LIMITS });
        expect(brief(issues)).toEqual(brief(validator.validate(instance, askedBy(row))));
        for (const issue of issues) {
          expect(issue.place).toMatch(/^line \d+, column \d+$/);
          expect(`${issue.text.vi} ${issue.text.en}`).not.toMatch(/\{\w+\}|undefined/);
        }
      }
    });
  });
});
