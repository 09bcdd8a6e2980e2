import { expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { layerFindings } from '../../../../src/validate/definitions/layer-findings.ts';
import type { Package } from '../../../../src/validate/definitions/package.ts';
import { resourcesInMemory } from '../../../../src/validate/definitions/package-resources.ts';

function packageOf(name: string, dependencies: Record<string, string>, ...urls: readonly string[]): Package {
  const resources = resourcesInMemory(
    urls.map((url) => ({ resourceType: 'ValueSet', url, version: '1.0', status: 'active' }) as Resource),
  );
  return { name, version: '1.0', fhirVersions: ['4.0.1'], dependencies, resources, findings: [] };
}

it('finds nothing in packages that go together', () => {
  const core = { 'hl7.fhir.r4.core': '4.0.1' };
  expect(layerFindings([packageOf('a', core, 'urn:x'), packageOf('b', { a: '1.0' }, 'urn:y')])).toEqual([]);
});

it('names a canonical that two packages have, and the package that was first', () => {
  expect(layerFindings([packageOf('a', {}, 'urn:x'), packageOf('b', {}, 'urn:x')])).toEqual([
    { rule: 'LT-V239', path: 'b#1.0', with: { canonical: 'urn:x|1.0', first: 'a#1.0' } },
  ]);
});

it('names a dependency that is not loaded', () => {
  expect(layerFindings([packageOf('a', { 'hl7.fhir.r4.core': '4.0.1', c: '2.0' })])).toEqual([
    { rule: 'LT-V240', path: 'a#1.0', with: { dependency: 'c#2.0' } },
  ]);
});
