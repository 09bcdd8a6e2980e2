import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { withoutProtected } from '../../../src/forward/confidentiality.ts';
import type { LeasedDelivery } from '../../../src/types/store.ts';

const label = (code: string, system = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality') =>
  ({ resourceType: 'Basic', id: code, meta: { security: [{ system, code }] } }) as Resource;

const delivery = (resources: readonly Resource[]): LeasedDelivery => ({
  id: 'd1',
  destination: 'province',
  facility: '99001',
  recordKey: 'LK1',
  recordId: 'r1',
  resources,
  removed: [],
  attempt: 1,
  fence: 1,
  queuedAt: 0,
});

describe('specially protected resources leave to nobody', () => {
  it('takes out what is labelled restricted or very restricted', () => {
    const kept = withoutProtected(
      delivery([label('N'), label('R'), label('V'), label('R', 'urn:other'), { resourceType: 'Patient', id: 'p' }]),
    );
    expect(kept.resources.map(({ id }) => id)).toEqual(['N', 'R', 'p']);
  });

  it('leaves any other delivery as it is', () => {
    const plain = delivery([label('N')]);
    expect(withoutProtected(plain)).toBe(plain);
  });
});
