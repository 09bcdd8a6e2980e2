import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findingsOf, readProfileCases, validatorOfCase } from '../../../support/profile-tables.ts';
import { STRUCTURE_CASES } from '../../../support/structure.ts';

const TABLES = readdirSync(join(STRUCTURE_CASES, 'profiles'));

describe.each(TABLES)('%s', (table) => {
  describe.each(readProfileCases(table))('%s', (_name, one) => {
    const validator = validatorOfCase(one);

    it.each(one.rows.map((row) => [row.name, row] as const))('%s', (_row, row) => {
      expect(findingsOf(validator, one, row)).toEqual(row.finds ?? []);
    });
  });
});
