import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { parse } from 'yaml';
import { PATHS } from '../../../../src/config/paths.ts';
import { createValidator, type Validator } from '../../../../src/validate/validator.ts';
import { type Edits, edited, type JsonObject } from '../../../support/edited-resource.ts';

interface Case extends Edits {
  readonly of: string;
  readonly with?: readonly string[];
  readonly finds: readonly string[];
}

interface Table {
  readonly bundles?: Readonly<Record<string, JsonObject>>;
  readonly resources?: Readonly<Record<string, JsonObject>>;
  readonly definitions?: Readonly<Record<string, JsonObject>>;
  readonly cases: Readonly<Record<string, readonly Case[]>>;
}

/** Rules that these tables are about, beside those of structure. */
const OWN_RULES = /^LT-V(?:024|049|0[6-9]\d)$/;

describe.each(['bundles.yaml', 'rules.yaml'])('rules of resources, %s', (file) => {
  const path = join(PATHS.root, 'test', 'cases', 'validate', 'resources', file);
  const table = parse(readFileSync(path, 'utf8')) as Table;
  const bases = { ...table.bundles, ...table.resources };
  let validator: Validator;

  beforeAll(async () => {
    validator = await createValidator({ strictness: { impliedProfiles: true } });
  });

  function found({ of, with: names = [], ...edits }: Case): string[] {
    const resources = names.map((name) => table.definitions?.[name] as unknown as Resource);
    const issues = validator.issues(edited(bases[of] ?? {}, edits), { resources });
    return issues
      .filter(({ rule }) => OWN_RULES.test(rule.id))
      .map(({ rule, expression }) => `${rule.id} ${expression}`);
  }

  describe.each(Object.entries(table.cases))('%s', (_title, cases) => {
    it.each(cases.map((each): [string, Case] => [title(each), each]))('%s', (_name, each) => {
      expect(found(each).sort()).toEqual([...each.finds].sort());
    });
  });
});

function title({ of, drop = [], put = {}, add = {}, finds }: Case): string {
  return `${of} ${JSON.stringify({ drop, put, add }).slice(0, 120)}: ${finds.join(', ')}`;
}
