import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { createValidator, type Validator } from '../../../../src/validate/validator.ts';

const URL = 'http://example.org/StructureDefinition/p';

/** Names that every JavaScript object has. */
const NAMES = Object.getOwnPropertyNames(Object.prototype);

function profileWith(birthDate: Partial<ElementDefinition>): StructureDefinition {
  return {
    resourceType: 'StructureDefinition',
    url: URL,
    name: 'P',
    status: 'active',
    kind: 'resource',
    abstract: false,
    type: 'Patient',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    derivation: 'constraint',
    differential: {
      element: [{ id: 'Patient.birthDate', path: 'Patient.birthDate', ...birthDate } as ElementDefinition],
    },
  };
}

describe('names that every JavaScript object has, in a profile', () => {
  let validator: Validator;

  beforeAll(async () => {
    validator = await createValidator();
  });

  function errorsOf(profile: StructureDefinition): readonly unknown[] {
    const patient = { resourceType: 'Patient', birthDate: '2020-01-01' };
    const { issue } = validator.validate(patient, { profiles: [URL], resources: [profile] });
    return issue.filter(({ severity }) => severity === 'error' || severity === 'fatal');
  }

  it.each(NAMES)('%s is no extension that makes a rule', (url) => {
    expect(errorsOf(profileWith({ extension: [{ url, valueInteger: 99 }] }))).toEqual([]);
  });

  it.each(NAMES)('%s is a constraint like any other', (key) => {
    const constraint = { key, severity: 'error' as const, human: 'late', expression: '$this > @2021-01-01' };
    expect(errorsOf(profileWith({ constraint: [constraint] }))).toHaveLength(1);
  });
});
