import { describe, expect, it } from '@jest/globals';
import type { Identifier } from '@medplum/fhirtypes';
import { PERSONAL_NUMBER, personOf } from '../../../src/fhir/person.ts';
import { SYSTEMS } from '../../support/public-door.ts';

const numbered = (...values: readonly string[]): Identifier[] =>
  values.map((value) => ({ system: PERSONAL_NUMBER, value }));

describe('the person that a Patient is', () => {
  it('is told by number and day of birth', () => {
    const identifier = [{ system: 'urn:x', value: '1' }, ...numbered('000000000001')];
    expect(personOf({ resourceType: 'Patient', identifier, birthDate: '1980-02-03' })).toEqual({
      number: '000000000001',
      birthDate: '1980-02-03',
    });
  });

  it('may tell its number twice', () => {
    const identifier = numbered('000000000001', '000000000001');
    expect(personOf({ resourceType: 'Patient', identifier, birthDate: '1980-02-03' })).toBeDefined();
  });

  it.each([
    ['without a number', [], '1980-02-03'],
    ['with two numbers', numbered('000000000001', '000000000002'), '1980-02-03'],
    ['with a number of 9 digits', numbered('000000001'), '1980-02-03'],
    ['with a number of another system', [{ system: SYSTEMS.systems['cmnd'], value: '000000000001' }], '1980-02-03'],
    ['without a birth date', numbered('000000000001'), ''],
    ['with a year of birth', numbered('000000000001'), '1980'],
    ['with a month of birth', numbered('000000000001'), '1980-02'],
  ])('is not told %s', (_case, identifier, birthDate) => {
    expect(personOf({ resourceType: 'Patient', identifier: identifier as Identifier[], birthDate })).toBeUndefined();
  });

  it('is numbered by the system that the gateway writes', () => {
    expect(SYSTEMS.systems['cccd']).toBe(PERSONAL_NUMBER);
  });
});
