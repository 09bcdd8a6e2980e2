import { describe, expect, it } from '@jest/globals';
import type { Resource, StructureDefinition } from '@medplum/fhirtypes';
import { loadBaseDefinitions } from '../../../../src/validate/definitions/base-definitions.ts';
import { createDefinitions } from '../../../../src/validate/definitions/create-definitions.ts';
import type { Package } from '../../../../src/validate/definitions/package.ts';
import { resourcesInMemory } from '../../../../src/validate/definitions/package-resources.ts';

const base = loadBaseDefinitions();
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const PATIENT = 'http://hl7.org/fhir/StructureDefinition/Patient';

function structure(url: string, version?: string, more: object = {}): StructureDefinition {
  const own = { name: 'Own', status: 'active', kind: 'resource', abstract: false, type: 'Patient' } as const;
  return { resourceType: 'StructureDefinition', url, ...(version && { version }), ...own, ...more };
}

function codeSystem(url: string, version: string): Resource {
  return { resourceType: 'CodeSystem', url, version, status: 'active', content: 'complete' };
}

function packageOf(...resources: readonly Resource[]): Package {
  const about = { name: 'p', version: '1', fhirVersions: ['4.0.1'], dependencies: {}, findings: [] };
  return { ...about, resources: resourcesInMemory(resources) };
}

describe('layers of definitions', () => {
  it('let the base through', () => {
    const definitions = createDefinitions({ base });
    expect(definitions.structure('Patient')).toBe(base.structure(PATIENT));
    expect(definitions.valueSet('http://hl7.org/fhir/ValueSet/administrative-gender')).toBeDefined();
    expect(definitions.codeSystem('urn:none')).toBeUndefined();
    expect(definitions.questionnaire('urn:none')).toBeUndefined();
  });

  it('find each of several versions, and the newest without one', () => {
    const packages = [
      packageOf(structure('urn:x', '2.0.0')),
      packageOf(structure('urn:x', '1.5.0'), structure('urn:x')),
    ];
    const { structure: find } = createDefinitions({ base, packages });
    expect(['urn:x', 'urn:x|1', 'urn:x|2.0.0'].map((canonical) => find(canonical)?.version)).toEqual([
      '2.0.0',
      '1.5.0',
      '2.0.0',
    ]);
    expect(find('urn:x|3')).toBeUndefined();
  });

  it('take the later of two with the same version: of packages, then of single resources', () => {
    const packages = [
      packageOf(structure('urn:x', '1', { name: 'A' })),
      packageOf(structure('urn:x', '1', { name: 'B' })),
    ];
    expect(createDefinitions({ base, packages }).structure('urn:x')?.name).toBe('B');
    const resources = [structure('urn:x', '1', { name: 'C' })];
    expect(createDefinitions({ base, packages, resources }).structure('urn:x')?.name).toBe('C');
    const below = createDefinitions({ base, packages });
    expect(createDefinitions({ base: below, resources }).structure('urn:x')?.name).toBe('C');
  });

  it('take a newer code system from a package, and keep the older to be asked for', () => {
    const own = createDefinitions({ base, packages: [packageOf(codeSystem(ACT_CODE, '9.0.0'))] });
    expect(own.codeSystem(ACT_CODE)?.version).toBe('9.0.0');
    expect(own.codeSystem(`${ACT_CODE}|2018-08-12`)).toBe(base.codeSystem(ACT_CODE));
  });

  it('let nothing take the place of what R4 has', () => {
    const packages = [packageOf(structure(PATIENT, '4.0.1', { name: 'Other' }), structure(PATIENT, '3.0.1'))];
    const own = createDefinitions({ base, packages });
    expect(own.structure('Patient')).toBe(base.structure(PATIENT));
    expect(own.structure(PATIENT)).toBe(base.structure(PATIENT));
    expect(own.structure(`${PATIENT}|3.0`)?.version).toBe('3.0.1');
  });

  it('find a logical model by its type', () => {
    const logical = structure('urn:model', '1', { kind: 'logical', type: 'urn:model-type' });
    const own = createDefinitions({ base, resources: [logical, structure('urn:x', '1', { type: 'urn:x-type' })] });
    expect(own.structure('urn:model-type')?.url).toBe('urn:model');
    expect(own.structure('urn:x-type')).toBeUndefined();
  });

  it('keep value sets, code systems and questionnaires apart', () => {
    const questionnaire: Resource = { resourceType: 'Questionnaire', url: 'urn:q', status: 'active' };
    const resources: Resource[] = [questionnaire, { resourceType: 'ValueSet', url: 'urn:v', status: 'active' }];
    const own = createDefinitions({ base, resources });
    expect(own.questionnaire('urn:q')).toEqual(questionnaire);
    expect(own.valueSet('urn:v')).toBeDefined();
    expect([own.valueSet('urn:q'), own.structure('urn:v'), own.codeSystem('urn:v')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('pass over resources that nothing can refer to', () => {
    const resources: Resource[] = [{ resourceType: 'Patient' }, { resourceType: 'ValueSet', status: 'active' }];
    expect(createDefinitions({ base, resources }).valueSet('')).toBeUndefined();
  });

  it('correct an expression that a profile has copied from R4, in a copy', () => {
    const published = 'enableWhen.count() > 2 implies enableBehavior.exists()';
    const constraint = [{ key: 'que-12', severity: 'error', human: 'More than one', expression: published }];
    const element = [{ path: 'Patient', constraint }, { path: 'Patient.name' }];
    const profile = structure('urn:x', '1', { snapshot: { element }, differential: { element } });
    const found = createDefinitions({ base, resources: [profile] }).structure('urn:x');
    const corrected = 'enableWhen.count() >= 2 implies enableBehavior.exists()';
    expect(found?.snapshot?.element[0]?.constraint?.[0]?.expression).toBe(corrected);
    expect(found?.differential?.element[0]?.constraint?.[0]?.expression).toBe(corrected);
    expect(constraint[0]?.expression).toBe(published);
  });
});
