import { describe, expect, it } from '@jest/globals';
import { loadBaseDefinitions } from '../../../../src/validate/definitions/base-definitions.ts';
import { createTypeModel } from '../../../../src/validate/definitions/create-type-model.ts';
import { compileFhirPath } from '../../../../src/validate/fhirpath/compile-fhirpath.ts';
import { compileInvariant } from '../../../../src/validate/fhirpath/compile-invariant.ts';
import { evaluateFhirPath } from '../../../../src/validate/fhirpath/evaluate-fhirpath.ts';
import { FhirPathError, FhirPathSyntaxError } from '../../../../src/validate/fhirpath/fhirpath-error.ts';
import { parseFhirPath } from '../../../../src/validate/fhirpath/syntax/parse-fhirpath.ts';

const model = createTypeModel(loadBaseDefinitions());

describe('an expression', () => {
  it.each([
    ['long', `'${'x'.repeat(50_000)}'`],
    ['deep in brackets', `${'('.repeat(101)}1${')'.repeat(101)}`],
    ['deep in signs', `${'-'.repeat(101)}1`],
    ['a long chain of operators', Array(600).fill('1').join(' + ')],
    ['a long path', Array(600).fill('a').join('.')],
    ['chains in brackets', `${'(1 + '.repeat(90)}${Array(450).fill('1').join(' + ')}${')'.repeat(90)}`],
  ])('that is too %s is refused', (_name, text) => {
    expect(() => parseFhirPath(text)).toThrow(FhirPathSyntaxError);
  });

  it('of many parts side by side is taken', () => {
    const text = Array(400).fill("name.family = 'x'").join(' or ');
    expect(evaluateFhirPath(text, { resourceType: 'Patient' }, { model })).toEqual([]);
  });

  it('that visits too much is given up', () => {
    const item = Array.from({ length: 3000 }, (_, index) => ({ linkId: String(index) }));
    const questionnaire = { resourceType: 'Questionnaire', item };
    const text = "item.all(%context.item.all(linkId != 'x'))";
    expect(() => evaluateFhirPath(text, questionnaire, { model })).toThrow(FhirPathError);
    const node = { value: questionnaire, type: 'Questionnaire' };
    const invariant = compileInvariant(text, model, 'Questionnaire');
    expect(invariant(questionnaire, undefined, 'Questionnaire', { resource: node, rootResource: node })).toBe(false);
  });

  it('that repeats without end is given up', () => {
    expect(() => evaluateFhirPath('1.repeat($this + 1)', { resourceType: 'Patient' }, { model })).toThrow(
      FhirPathError,
    );
  });

  it('finds repetitions in long lists', () => {
    const item = Array.from({ length: 20_000 }, (_, index) => ({ linkId: String(index) }));
    const evaluate = (expression: string) =>
      evaluateFhirPath(expression, { resourceType: 'Questionnaire', item }, { model });
    expect(evaluate('item.linkId.isDistinct()')).toEqual([true]);
    expect(evaluate('item.distinct().count()')).toEqual([20_000]);
    expect(evaluate("item.linkId.combine('7').isDistinct()")).toEqual([false]);
  });
});

describe('hostile data', () => {
  it('that is deep is walked', () => {
    const patient = { resourceType: 'Patient', extension: [deepExtension()] };
    expect(evaluateFhirPath('descendants().ofType(string)', patient, { model })).toEqual(['end']);
    expect(evaluateFhirPath('extension = extension', patient, { model })).toEqual([true]);
    expect(evaluateFhirPath('extension = %other', patient, { model, variables: { other: deepExtension() } })).toEqual([
      false,
    ]);
  });

  it.each([
    [{ name: 'text' }],
    [{ name: [1, null, 'x', []] }],
    [{ name: { given: { given: 1 } } }],
    [{ birthDate: 5, active: 'yes', gender: {} }],
    [{ _birthDate: 'x', _name: [1] }],
    [{ extension: [null, 'x', { url: 1 }] }],
    [{ __proto__: { name: [{ family: 'x' }] } }],
  ])('%j throws nothing else than FhirPathError', (data) => {
    const patient = { resourceType: 'Patient', ...data };
    const expressions = [
      "name.given.startsWith('x')",
      'birthDate > today()',
      'active and true',
      "gender = 'x'",
      'descendants().count() > 1',
      "extension('x').value.exists()",
      'name = name',
      'name.family.isDistinct()',
      'birthDate.toString() & gender',
    ];
    for (const text of expressions) {
      const node = { value: patient, type: 'Patient' };
      const environment = { resource: node, rootResource: node, now: new Date(0) };
      expect(typeof compileInvariant(text, model, 'Patient')(patient, undefined, 'Patient', environment)).toBe(
        'boolean',
      );
      try {
        expect(compileFhirPath(text, model).evaluate(node, environment).length).toBeLessThan(20);
      } catch (error) {
        expect(error).toBeInstanceOf(FhirPathError);
      }
    }
  });
});

function deepExtension(): object {
  let extension: object = { url: 'x', valueString: 'end' };
  for (let depth = 0; depth < 5000; depth += 1) extension = { url: 'x', extension: [extension] };
  return extension;
}
