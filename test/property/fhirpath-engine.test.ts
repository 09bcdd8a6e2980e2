import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadBaseDefinitions } from '../../src/validate/definitions/base-definitions.ts';
import { createTypeModel } from '../../src/validate/definitions/create-type-model.ts';
import { compileFhirPath } from '../../src/validate/fhirpath/compile-fhirpath.ts';
import { compileInvariant } from '../../src/validate/fhirpath/compile-invariant.ts';
import { FhirPathError } from '../../src/validate/fhirpath/fhirpath-error.ts';
import { compilePattern } from '../../src/validate/fhirpath/pattern/pattern.ts';

const model = createTypeModel(loadBaseDefinitions());

function orError(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof FhirPathError) return error.name;
    throw error;
  }
}

describe('patterns', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    '[ab]',
    '[^a]',
    '.',
    '(ab)',
    '(a|b)',
    '(?:a|)',
    '\\w',
    '(?=a)',
    '(?!b)',
    '\\b',
  );
  const repeated = fc
    .tuple(atom, fc.constantFrom('', '*', '+', '?', '{1,2}', '*?'))
    .map(([one, times]) => (/^\(\?[=!]|\\b/.test(one) ? one : one + times));
  const pattern = fc
    .array(repeated, { maxLength: 4 })
    .chain((parts) =>
      fc.constantFrom(parts.join(''), `^${parts.join('')}`, `${parts.join('')}$`, `${parts.join('|')}`),
    );

  it('find and replace what JavaScript does', () => {
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 8 }), (source, text) => {
        const own = compilePattern(source);
        expect(own.find(text)).toBe(new RegExp(source, 's').test(text));
        expect(own.matchesWhole(text)).toBe(new RegExp(`^(?:${source})$`, 's').test(text));
        expect(own.replaceAll(text, '[$0]')).toBe(text.replaceAll(new RegExp(source, 'gs'), '[$&]'));
      }),
      { numRuns: 1500 },
    );
  });
});

describe('constraints', () => {
  const text = fc.constantFrom('a', 'b', 'abc', '2020', '2020-01-01');
  const primitive = fc.tuple(fc.option(text, { nil: undefined }), fc.boolean());
  const name = fc
    .tuple(primitive, fc.option(fc.array(text, { minLength: 1, maxLength: 3 }), { nil: undefined }))
    .map(([[family, isExtended], given]) => ({
      ...(family !== undefined && { family }),
      ...((isExtended || family === undefined) && { _family: { extension: [{ url: 'x', valueString: 'y' }] } }),
      ...(given && { given, _given: given.map((one) => (one === 'a' ? { id: 'i' } : null)) }),
    }));
  const patient = fc
    .record(
      {
        active: fc.boolean(),
        birthDate: fc.constantFrom('2020', '2020-01', '2020-01-01'),
        deceasedDateTime: fc.constantFrom('2020-01-01', '2021', '2020-01-01T00:00:00Z'),
        multipleBirthInteger: fc.nat(3),
        name: fc.array(name, { minLength: 1, maxLength: 3 }),
        telecom: fc.array(fc.record({ system: text, rank: fc.nat(2) }, { requiredKeys: [] }), {
          minLength: 1,
          maxLength: 3,
        }),
        contained: fc.array(fc.record({ resourceType: fc.constantFrom('Patient', 'Group'), id: text }), {
          minLength: 1,
          maxLength: 2,
        }),
      },
      { requiredKeys: [] },
    )
    .map((parts) => ({ resourceType: 'Patient', ...parts }));
  const path = fc.constantFrom(
    'active',
    'birthDate',
    'deceased',
    'multipleBirth',
    'name',
    'name.family',
    'name.given',
    'name.first().given',
    'name.tail().family',
    'telecom.system',
    'telecom.rank',
    'contained.id',
    '%resource.name.family',
    'name.where(given.exists()).family',
    'name.select(family | given)',
    "name.select(family & 'x')",
    'contained.ofType(Patient).id',
    'deceased.as(dateTime)',
    "name.family.extension('x').value",
    'photo.url',
    'telecom.where(rank = 1).system',
  );
  const value = fc.constantFrom("'a'", "'abc'", '1', '0', 'true', '@2020-01-01', "('a' | 'b')");
  const condition = fc.oneof(
    path,
    fc
      .tuple(
        path,
        fc.constantFrom(
          'exists()',
          'empty()',
          'isDistinct()',
          'hasValue()',
          'count() = 1',
          "startsWith('a')",
          "matches('^a')",
          'not()',
          'is(string)',
          'is(dateTime)',
          "exists($this = 'a')",
          "all($this != 'b')",
        ),
      )
      .map(([one, call]) => `${one}.${call}`),
    fc
      .tuple(path, fc.constantFrom('=', '!=', '<', '>=', 'in', 'contains'), fc.oneof(value, path))
      .map(([one, operator, other]) => `(${one}) ${operator} ${other}`),
  );
  const constraint = fc
    .tuple(condition, fc.constantFrom('and', 'or', 'xor', 'implies', ''), condition)
    .map(([one, operator, other]) => (operator === '' ? `(${one}).exists()` : `(${one}) ${operator} (${other})`));

  it('are decided on JSON as by the full engine', () => {
    fc.assert(
      fc.property(patient, constraint, (resource, expression) => {
        const node = { value: resource, type: 'Patient' };
        const environment = { resource: node, rootResource: node };
        const options = { takesListsAs: true };
        const byEngine = orError(
          () => compileFhirPath(expression, model, options).evaluate(node, environment)[0]?.value,
        );
        const holds = compileInvariant(expression, model, 'Patient')(resource, undefined, 'Patient', environment);
        expect([expression, holds]).toEqual([expression, byEngine === true]);
      }),
      { numRuns: 2000 },
    );
  });
});
