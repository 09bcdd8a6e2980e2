import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../src/config/paths.ts';
import { createValidator } from '../../../src/validate/validator.ts';
import { briefOf, type Content, errorsOf, ownProfiles, readOwn } from '../../support/own-package.ts';

interface BrokenExample {
  /** Values by path: names and places in lists, with dots. */
  readonly set?: Content;
  /** Paths that are taken out. */
  readonly drop?: readonly string[];
  /** Errors and warnings about the broken example that the whole one does not have. */
  readonly issues: readonly string[];
}

const validator = await createValidator({ packages: [PATHS.profiles] });
const table = parse(
  readFileSync(join(PATHS.root, 'test', 'cases', 'profiles', 'broken-examples.yaml'), 'utf8'),
) as Readonly<Record<string, readonly BrokenExample[]>>;
const profiles = ownProfiles();
const ids = profiles.map(({ id }) => String(id));

function breakExample(example: Content, { set = {}, drop = [] }: BrokenExample): Content {
  const broken = structuredClone(example);
  for (const path of drop) change(broken, path, undefined);
  for (const [path, value] of Object.entries(set)) change(broken, path, value);
  return broken;
}

/** Sets what stands at a path, or takes it out. */
function change(root: Content, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  const holder = names.reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, { ...root });
  const target = names.length === 0 ? (root as Record<string, unknown>) : holder;
  if (value !== undefined && value !== null) target[last] = value;
  else if (Array.isArray(target)) target.splice(Number(last), 1);
  else delete target[last];
}

it('every profile has an example and broken examples, and there are no others', () => {
  const examples = readdirSync(join(PATHS.profiles, 'examples'));
  expect(examples.sort()).toEqual(ids.map((id) => `${id}.json`).sort());
  expect(Object.keys(table).sort()).toEqual([...ids].sort());
});

describe.each(profiles.map((profile) => [String(profile['id']), profile] as const))('%s', (id, profile) => {
  const example = readOwn('examples', `${id}.json`);
  const tell = (resource: Content) =>
    briefOf(validator.issues(resource).filter(({ rule }) => rule.severity !== 'information'));

  it('has an example that claims it and is valid', () => {
    expect(example).toMatchObject({ resourceType: profile['type'], meta: { profile: [profile['url']] } });
    expect(briefOf(errorsOf(validator.issues(example)))).toEqual([]);
  });

  it.each((table[id] ?? []).map((one) => [JSON.stringify({ ...one, issues: undefined }), one] as const))(
    'tells of %s',
    (_name, one) => {
      const known = new Set(tell(example));
      expect(tell(breakExample(example, one)).filter((issue) => !known.has(issue))).toEqual(one.issues);
    },
  );
});
