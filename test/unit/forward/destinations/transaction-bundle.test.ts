import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { buildTransaction } from '../../../../src/forward/destinations/transaction-bundle.ts';
import { careRecord } from '../../../support/care-record.ts';

const BASE = 'https://kho.example/fhir';

function urls(resources: readonly Resource[], removed: readonly string[] = []) {
  return buildTransaction({ resources, removed }, BASE).entry.map(
    ({ request }) => `${request?.method} ${request?.url}`,
  );
}

describe('transaction Bundle of a record version', () => {
  it('puts every resource under its own id, referenced types first, and deletes what was removed last', () => {
    const removed = ['Encounter/99001-old', 'Observation/99001-old', 'AllergyIntolerance/99001-old'];
    expect(urls(careRecord('P1', 'LK1'), removed)).toEqual([
      'PUT Patient/99001-P1',
      'PUT Encounter/99001-LK1',
      'PUT Observation/99001-LK1-obs',
      'DELETE AllergyIntolerance/99001-old',
      'DELETE Observation/99001-old',
      'DELETE Encounter/99001-old',
    ]);
  });

  it('gives the same bytes whatever the order of the resources', () => {
    const resources = careRecord('P1', 'LK1');
    const removed = ['Claim/b', 'Claim/a'];
    const first = buildTransaction({ resources, removed }, BASE);
    const second = buildTransaction({ resources: resources.toReversed(), removed: removed.toReversed() }, BASE);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  it('carries each resource unchanged, with its full URL at the destination', () => {
    const resources = careRecord('P1', 'LK1');
    const { type, entry } = buildTransaction({ resources, removed: ['Claim/gone'] }, BASE);
    expect(type).toBe('transaction');
    expect(entry.slice(0, 3).map(({ resource }) => resource)).toEqual(resources.toReversed());
    expect(entry[0]?.fullUrl).toBe('https://kho.example/fhir/Patient/99001-P1');
    expect(entry[3]).toEqual({ request: { method: 'DELETE', url: 'Claim/gone' } });
  });
});
