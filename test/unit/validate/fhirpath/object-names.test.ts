import { describe, expect, it } from '@jest/globals';
import { loadBaseDefinitions } from '../../../../src/validate/definitions/base-definitions.ts';
import { createTypeModel } from '../../../../src/validate/definitions/create-type-model.ts';
import { compileInvariant } from '../../../../src/validate/fhirpath/compile-invariant.ts';
import { evaluateFhirPath } from '../../../../src/validate/fhirpath/evaluate-fhirpath.ts';
import { FhirPathError } from '../../../../src/validate/fhirpath/fhirpath-error.ts';

const model = createTypeModel(loadBaseDefinitions());
const patient = { resourceType: 'Patient', birthDate: '2020-01-01', name: [{ family: 'Lê' }] };
const environment = {
  resource: { value: patient, type: 'Patient' },
  rootResource: { value: patient, type: 'Patient' },
};

/** Names that every JavaScript object has. */
const NAMES = Object.getOwnPropertyNames(Object.prototype);

/** Where an expression has names; `N` stands for one. */
const PLACES = [
  '%N',
  'N',
  'name.N',
  'birthDate.N',
  "birthDate.N = 'a'",
  'type().N',
  "(4 'mg').N",
  "'a'.encode('N')",
  "'a'.decode('N')",
  "'a'.escape('N')",
  "'a'.unescape('N')",
  "@2020 + 1 'N'",
  "1 'N' = 1 'mg'",
  "(4 'mg').toQuantity('N')",
  "'4 N'.toQuantity()",
  'N()',
  "'a'.N('b')",
  'birthDate as N',
  'birthDate.ofType(System.N)',
];

function found(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof FhirPathError) return [];
    throw error;
  }
}

describe('a name that every JavaScript object has means nothing', () => {
  it.each(PLACES)('%s', (place) => {
    for (const name of NAMES) {
      const expression = place.replace('N', name);
      expect(found(() => evaluateFhirPath(expression, patient, { model }))).toEqual([]);
      expect(found(() => evaluateFhirPath(expression, patient, { model, isStrict: false }))).toEqual([]);
      const holds = found(() =>
        compileInvariant(expression, model, 'Patient')(patient, undefined, 'Patient', environment),
      );
      expect([false, []]).toContainEqual(holds);
    }
  });
});
