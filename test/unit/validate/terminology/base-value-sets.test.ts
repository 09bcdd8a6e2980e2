import { describe, expect, it } from '@jest/globals';
import { loadBaseDefinitions } from '../../../../src/validate/definitions/base-definitions.ts';
import { createTerminology } from '../../../../src/validate/terminology/create-terminology.ts';

/** Bound as required by R4 itself, and published nowhere. */
const UNPUBLISHED = ['http://loinc.org/vs/LL379-9'];

describe('value sets of FHIR R4', () => {
  const definitions = loadBaseDefinitions();
  const terminology = createTerminology(definitions);

  function typesOf(system: string): string[] {
    return (definitions.codeSystem(system)?.concept ?? []).map(({ code = '' }) => code);
  }

  function requiredValueSets(): string[] {
    const types = [...typesOf('http://hl7.org/fhir/resource-types'), ...typesOf('http://hl7.org/fhir/data-types')];
    const bindings = types
      .flatMap((type) => definitions.structure(type)?.snapshot?.element ?? [])
      .map(({ binding }) => binding)
      .filter((binding) => binding?.strength === 'required');
    return [...new Set(bindings.map((binding) => binding?.valueSet?.split('|')[0] ?? ''))].toSorted();
  }

  it('are decided wherever a type of R4 requires one', () => {
    const required = requiredValueSets();
    expect(required.length).toBeGreaterThan(200);
    const open = required.filter((canonical) => {
      const set = terminology.valueSet(canonical);
      return set === undefined || set.has(undefined, 'no-such-code') === 'undecided';
    });
    expect(open).toEqual(UNPUBLISHED);
  });

  it.each([
    ['administrative-gender', undefined, 'female', 'in'],
    ['administrative-gender', undefined, 'Female', 'out'],
    ['all-types', undefined, 'Patient', 'in'],
    ['mimetypes', undefined, 'application/fhir+json', 'in'],
    ['currencies', undefined, 'VND', 'in'],
    ['all-languages', undefined, 'vi-VN', 'in'],
    ['languages', undefined, 'vi', 'out'],
    ['iso3166-1-2', undefined, 'VN', 'in'],
    ['iso3166-1-2', undefined, 'VNM', 'out'],
    ['units-of-time', undefined, 'wk', 'in'],
    ['ucum-units', 'http://unitsofmeasure.org', 'mm[Hg]', 'in'],
    ['marital-status', 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', 'M', 'in'],
    ['marital-status', 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', 'X', 'out'],
    ['condition-code', 'http://snomed.info/sct', '73211009', 'undecided'],
    ['condition-code', 'http://example.org/own', '73211009', 'out'],
  ])('%s: %s %s is %s', (name, system, code, membership) => {
    expect(terminology.valueSet(`http://hl7.org/fhir/ValueSet/${name}`)?.has(system, code)).toBe(membership);
  });

  it('takes the filters of a hierarchy of HL7 version 3', () => {
    const encounter = terminology.valueSet('http://terminology.hl7.org/ValueSet/v3-ActEncounterCode');
    const system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
    expect(['AMB', 'IMP', 'ACUTE', 'COPAY'].map((code) => encounter?.has(system, code))).toEqual([
      'in',
      'in',
      'in',
      'out',
    ]);
  });

  it('knows displays, and codes that are not for use', () => {
    const knowledge = terminology.code('http://terminology.hl7.org/CodeSystem/v3-ActCode', 'AMB');
    expect(knowledge).toMatchObject({ status: 'known', displays: ['ambulatory'], isAbstract: false });
    expect(terminology.code('http://terminology.hl7.org/CodeSystem/v3-ActCode', '_ActEncounterCode').isAbstract).toBe(
      true,
    );
    expect(terminology.code('http://hl7.org/fhir/administrative-gender', 'none').status).toBe('unknown-code');
    expect(terminology.code('http://example.org/own', 'any').status).toBe('unknown-system');
  });
});
