import { describe, expect, it } from '@jest/globals';
import type { PropertyModel, TypeModel } from '../../../../src/validate/definitions/type-model.ts';
import type { JsonText } from '../../../../src/validate/json/json-text.ts';
import { parseJsonText } from '../../../../src/validate/json/parse-json-text.ts';
import { findFractionalIntegers } from '../../../../src/validate/json/written-integers.ts';

const LIMITS = { maxBytes: 10_000, maxDepth: 32 };

function read(text: string): JsonText {
  const { json } = parseJsonText(text, LIMITS);
  if (json === undefined) throw new Error('unreadable');
  return json;
}

describe('placeOf', () => {
  const json = read('{"resourceType":"Bundle",\n "entry":[\n  {"resource":{"_birthDate":{"id":"ễ"},"active":true}}]}');

  it.each([
    ['', 1, 1],
    ['entry', 2, 10],
    ['entry[0].resource._birthDate', 3, 29],
    ['entry[0].resource.active', 3, 49],
    ['entry[0].resource.gone.deeper', 3, 15],
  ])('%s', (path, line, column) => {
    expect(json.placeOf(path)).toEqual({ line, column });
  });
});

describe('numberAt', () => {
  const json = read('{"a":1.50,"b":[1e400,-0.0],"c":"2.0","d":123456789012345678901.10}');

  it.each([
    ['a', '1.50'],
    ['b[0]', '1e400'],
    ['b[1]', '-0.0'],
    ['c', undefined],
    ['d', '123456789012345678901.10'],
    ['', undefined],
  ])('%s: %s', (path, written) => {
    expect(json.numberAt(path)).toBe(written);
  });
});

describe('wholeFractions', () => {
  it('finds whole numbers with a point or an exponent, wherever they stand', () => {
    const json = read(
      '{"a" : 1.0,"b":[1, 2.00 ,3e0],"ễ":1,"c":[{"d":-4.0}],"e":1.5,"f":[0.5,10.0],"g":"1.0","h":1e-2}',
    );
    expect(json.wholeFractions()).toEqual(['a', 'b[1]', 'b[2]', 'c[0].d', 'f[1]']);
  });

  it('is empty for numbers without', () => {
    expect(read('{"a":1,"b":[true,false,null],"c":-1.25}').wholeFractions()).toEqual([]);
  });
});

/** Enough of R4 for the cases below. */
const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Bundle: { entry: 'Bundle.entry', total: 'unsignedInt' },
  'Bundle.entry': { resource: 'Resource' },
  Observation: { valueQuantity: 'Quantity', valueInteger: 'integer', _status: 'Element' },
  Quantity: { value: 'decimal' },
  Element: { extension: 'Extension' },
  Extension: { valuePositiveInt: 'positiveInt' },
};
const model: TypeModel = {
  properties(holder) {
    const types = TYPES[holder];
    if (types === undefined) return undefined;
    const property = (name: string, type: string): PropertyModel => ({ element: name, type, isList: false });
    return new Map(Object.entries(types).map(([name, type]) => [name, property(name, type)]));
  },
  baseOf: () => undefined,
  kindOf: (type) => (type === 'Observation' ? 'resource' : 'complex-type'),
};

describe('findFractionalIntegers', () => {
  it('tells integers from decimals by their types', () => {
    const observation =
      '{"resourceType":"Observation","valueQuantity":{"value":1.0},"valueInteger":2.0,' +
      '"_status":{"extension":[{"valuePositiveInt":3e0}]},"unknown":4.0}';
    const json = read(`{"resourceType":"Bundle","total":1.0,"entry":[{"resource":${observation}}]}`);
    expect(findFractionalIntegers(json, model)).toEqual([
      { rule: 'LT-V134', path: 'total', with: { element: 'total', type: 'unsignedInt' } },
      { rule: 'LT-V134', path: 'entry[0].resource.valueInteger', with: { element: 'valueInteger', type: 'integer' } },
      {
        rule: 'LT-V134',
        path: 'entry[0].resource._status.extension[0].valuePositiveInt',
        with: { element: 'valuePositiveInt', type: 'positiveInt' },
      },
    ]);
  });

  it('has nothing to say of what is no resource', () => {
    expect(findFractionalIntegers(read('[1.0]'), model)).toEqual([]);
    expect(findFractionalIntegers(read('{"total":1.0}'), model)).toEqual([]);
  });
});
