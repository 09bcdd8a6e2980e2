import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PATHS } from '../../src/config/paths.ts';
import { validatorOf } from '../support/structure.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const EXAMPLES = join(PATHS.profiles, 'examples');
const resources = readdirSync(EXAMPLES).map((name) => JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8')) as Json);
const validator = validatorOf();

/** Places of all objects and arrays inside a value, as lists of keys. */
function containers(value: Json, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  const children = Object.entries(value) as [string, Json][];
  const inner = children.flatMap(([key, child]) =>
    containers(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [path, ...inner];
}

function at(value: Json, path: readonly (string | number)[]): Record<string | number, Json> {
  return path.reduce<Json>((inner, key) => (inner as Record<string | number, Json>)[key] ?? null, value) as Record<
    string,
    Json
  >;
}

function jsonPathOf(path: readonly (string | number)[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1);
}

const resource = fc.constantFrom(...resources).map((value) => structuredClone(value) as Record<string, Json>);
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

describe('any valid resource', () => {
  it('with an unknown property anywhere is refused at that place', () => {
    fc.assert(
      fc.property(resource, fc.nat(), json, (valid, pick, value) => {
        const objects = containers(valid).filter((path) => !Array.isArray(at(valid, path)));
        const path = objects[pick % objects.length] ?? [];
        at(valid, path)['unheardOf'] = value;
        const found = validator.findings(valid).filter(({ rule }) => rule === 'LT-V001');
        expect(found.map(({ jsonPath }) => jsonPath)).toContain(jsonPathOf([...path, 'unheardOf']));
      }),
      { numRuns: 300 },
    );
  });

  it('with one of its values replaced, moved or removed gets a verdict without a throw', () => {
    fc.assert(
      fc.property(resource, fc.nat(), fc.nat(), fc.option(json), (changed, pick, child, value) => {
        const places = containers(changed).filter((path) => Object.keys(at(changed, path)).length > 0);
        const holder = at(changed, places[pick % places.length] ?? []);
        const keys = Object.keys(holder);
        const key = keys[child % keys.length] ?? '';
        if (value === null) delete holder[key];
        else holder[key] = value;
        expect(Array.isArray(validator.validate(changed))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('any JSON', () => {
  it('gets issues and no throw, whatever type it claims', () => {
    const type = fc.constantFrom('Patient', 'Bundle', 'Parameters', 'Questionnaire', 'Claim');
    fc.assert(
      fc.property(type, fc.dictionary(fc.string(), json), json, (resourceType, content, meta) => {
        expect(Array.isArray(validator.validate({ ...content, meta, resourceType }))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
