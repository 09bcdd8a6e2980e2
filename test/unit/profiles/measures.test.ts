import { describe, expect, it } from '@jest/globals';
import type { Measure } from '@medplum/fhirtypes';
import { PATHS } from '../../../src/config/paths.ts';
import { loadMeasures } from '../../../src/measure/fhir/measures.ts';
import type { ProgrammeId } from '../../../src/types/programme.ts';
import { readOwn } from '../../support/own-package.ts';

const measures = [...loadMeasures(PATHS.profiles)];
const PROGRAMMES: Readonly<Record<ProgrammeId, string>> = {
  'health-book': 'ratio',
  'e-prescription': 'ratio',
  'driver-check': 'proportion',
  'birth-certificate': 'proportion',
  'death-notice': 'proportion',
  'health-check': 'proportion',
  identity: 'proportion',
  telehealth: 'proportion',
  immunisation: 'ratio',
};
const codeOf = (concept: Measure['scoring']) => concept?.coding?.[0]?.code;

describe('the measures of the package', () => {
  it('are those of coverage and of every programme', () => {
    const scoring = Object.fromEntries(measures.map(([id, { measure }]) => [id, codeOf(measure.scoring)]));
    expect(scoring).toEqual({
      'emr-coverage': 'proportion',
      'emr-encounters': 'ratio',
      'emr-facility': 'proportion',
      'emr-volume': 'ratio',
      ...Object.fromEntries(Object.entries(PROGRAMMES).map(([id, code]) => [`programme-${id}`, code])),
    });
  });

  it.each(measures)('%s says what is counted, and that more is better', (_id, { measure }) => {
    expect(codeOf(measure.improvementNotation)).toBe('increase');
    expect(measure.subjectCodeableConcept?.coding?.[0]?.code).toBe('Location');
    for (const group of measure.group ?? []) {
      const populations = group.population?.map(({ code }) => codeOf(code)) ?? [];
      expect(populations.slice(-2)).toEqual(['denominator', 'numerator']);
      expect(JSON.stringify(group).match(/"valueCode":"en"/g)).toHaveLength(1 + populations.length);
    }
  });

  it('have groups and stratifiers of the package’s own code system', () => {
    const { concept } = readOwn('CodeSystem-indicator.json') as unknown as { concept: readonly { code: string }[] };
    const known = new Set(concept.map(({ code }) => code));
    const groups = measures.flatMap(([, { measure }]) => measure.group ?? []);
    const used = groups.flatMap(({ code, stratifier = [] }) => [
      codeOf(code),
      ...stratifier.map((one) => codeOf(one.code)),
    ]);
    expect(new Set(used)).toEqual(known);
  });
});
