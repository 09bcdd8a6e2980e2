import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OperationOutcome } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { createValidator, type Validator } from '../../src/validate/validator.ts';
import { edited, type Json, type JsonObject } from '../support/edited-resource.ts';
import { errorsIn, FAULT_KINDS, VALID_RESOURCES, validResource } from '../support/validator-cases.ts';

type Place = readonly string[];

/** More findings than are listed; and of two elements with one id, the later one is at fault. */
const DEPENDS_ON_ORDER = /LT-V015|LT-V083/;

/** Rules of JSON text as such. */
const ABOUT_TEXT = /LT-V1[234]\d/;

/** Those of text that is not read to the end: it nests too deeply, or is too much. */
const NOT_READ_TO_THE_END = /LT-V13[01]/;

/** Levels that mutations reach; what they put there may be far deeper. */
const REACHED_DEPTH = 12;

/** Places of the values inside a value, as lists of keys. */
function places(value: Json, path: Place = []): Place[] {
  if (typeof value !== 'object' || value === null || path.length > REACHED_DEPTH) return [path];
  const inner = Object.entries(value).flatMap(([key, child]) => places(child, [...path, key]));
  return [path, ...inner];
}

function at(value: Json, place: Place): Json {
  return place.reduce<Json>((inner, key) => (inner as JsonObject)[key] ?? null, value);
}

/** The same JSON with the properties of the objects in the opposite order. */
function reversed(value: Json, depth = 0): Json {
  if (typeof value !== 'object' || value === null || depth > REACHED_DEPTH) return value;
  if (Array.isArray(value)) return value.map((item) => reversed(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, child]) => [name, reversed(child, depth + 1)]),
  );
}

/** What an outcome says, without the order in which it says it and without places in the text. */
function findings({ issue }: OperationOutcome): string[] {
  return issue
    .map(({ severity, details, expression }) => JSON.stringify([severity, details?.coding, expression]))
    .sort();
}

const NAMES = ['resourceType', 'id', 'extension', 'contained', 'item', 'value', '_value', '__proto__', 'constructor'];
const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
const valid = fc.constantFrom(...Object.values(VALID_RESOURCES)).map((resource) => structuredClone(resource));
const fault = fc.constantFrom(...FAULT_KINDS.flatMap(([, cases]) => cases));
const deep = fc
  .tuple(fc.constantFrom('extension', 'contained', 'item', 'a'), fc.integer({ min: 50, max: 1000 }))
  .map(([name, depth]) => Array.from({ length: depth }).reduce<Json>((inner) => ({ [name]: [inner] }), {}));
const wide = fc
  .tuple(fc.constantFrom<Json>('a', 1, null, {}, [], { url: 'a' }), fc.integer({ min: 100, max: 2000 }))
  .map(([value, length]) => Array<Json>(length).fill(value));
const hostile = fc.oneof({ weight: 8, arbitrary: json }, deep, wide, fc.constant('ngày '.repeat(20_000)));

/** A valid resource with several of its values replaced, moved, doubled or removed. */
const mutated = fc
  .tuple(
    valid,
    fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...NAMES), hostile), { minLength: 1, maxLength: 4 }),
  )
  .map(([resource, steps]) => steps.reduce<JsonObject>((copy, step) => mutation(copy, ...step), resource));

function mutation(resource: JsonObject, pick: number, other: number, name: string, value: Json): JsonObject {
  const all = places(resource).filter((place) => place.length > 0);
  const place = all[pick % all.length] ?? [];
  const holder = at(resource, place.slice(0, -1)) as JsonObject;
  const last = place.at(-1) ?? '';
  const changes = [
    () => Reflect.set(holder, last, fresh(value)),
    () => (Array.isArray(holder) ? holder.splice(Number(last), 1) : Reflect.deleteProperty(holder, last)),
    () => Reflect.set(holder, last, [at(resource, place)]),
    () => Reflect.set(holder, last, fresh(at(resource, all[other % all.length] ?? []))),
    () => define(holder, name, fresh(value)),
  ];
  changes[other % changes.length]?.();
  return resource;
}

/** A copy that shares nothing, as JSON has it. */
function fresh(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** `__proto__` too becomes a property, as JSON.parse has it. */
function define(holder: JsonObject, name: string, value: Json): void {
  if (Array.isArray(holder)) holder.push(value);
  else Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}

describe('the validator', () => {
  let validator: Validator;

  beforeAll(async () => {
    validator = await createValidator();
  });

  it('answers any mutation of a resource without a throw, and says the same of its text', () => {
    fc.assert(
      fc.property(mutated, (resource) => {
        const outcome = validator.validate(resource);
        expect(outcome.issue.length).toBeGreaterThan(0);
        const ofText = findings(validator.validate(JSON.stringify(resource)));
        const ofContent = ofText.filter((finding) => !ABOUT_TEXT.test(finding));
        const isReadToTheEnd = !ofText.some((finding) => NOT_READ_TO_THE_END.test(finding));
        expect(isReadToTheEnd ? ofContent : findings(outcome)).toEqual(findings(outcome));
        expect(isReadToTheEnd || errorsIn(outcome).length > 0).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('answers any text without a throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(errorsIn(validator.validate(text))).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('finds the same whatever the order of properties', () => {
    fc.assert(
      fc.property(mutated, (resource) => {
        const found = findings(validator.validate(resource));
        fc.pre(!found.some((finding) => DEPENDS_ON_ORDER.test(finding)));
        expect(findings(validator.validate(reversed(resource)))).toEqual(found);
      }),
      { numRuns: 200 },
    );
  });

  it('finds a fault when it comes, and nothing once it is gone again', () => {
    fc.assert(
      fc.property(fault, (each) => {
        const resource = validResource(each.of);
        const before = findings(validator.validate(resource));
        expect(errorsIn(validator.validate(edited(resource, each)))).not.toEqual([]);
        expect(findings(validator.validate(resource))).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  it('changes nothing in what it is given', () => {
    fc.assert(
      fc.property(mutated, (resource) => {
        const before = structuredClone(resource);
        validator.validate(resource);
        expect(resource).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });
});
