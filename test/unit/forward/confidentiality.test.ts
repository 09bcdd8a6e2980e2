import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { visibleTo } from '../../../src/forward/confidentiality.ts';
import { leasedDelivery } from '../../support/leased-delivery.ts';

const LABELS = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';

const labelled = (code: string, system = LABELS) =>
  ({ resourceType: 'Basic', id: code, meta: { security: [{ system, code }] } }) as Resource;
const twice = {
  resourceType: 'Basic',
  id: 'both',
  meta: {
    security: [
      { system: LABELS, code: 'R' },
      { system: LABELS, code: 'V' },
    ],
  },
} as Resource;
const idsOf = ({ resources }: { readonly resources: readonly Resource[] }) => resources.map(({ id }) => id);

describe('specially protected resources leave to nobody', () => {
  const resources = [labelled('N'), labelled('R'), labelled('V'), labelled('R', 'urn:other'), twice];

  it('takes out what is labelled restricted or very restricted', () => {
    expect(idsOf(visibleTo([], leasedDelivery({ resources })))).toEqual(['N', 'R']);
  });

  it('leaves what may leave to this destination, if all its labels may', () => {
    expect(idsOf(visibleTo(['R'], leasedDelivery({ resources })))).toEqual(['N', 'R', 'R']);
    expect(idsOf(visibleTo(['R', 'V'], leasedDelivery({ resources })))).toEqual(['N', 'R', 'V', 'R', 'both']);
  });

  it('leaves any other delivery as it is', () => {
    const plain = leasedDelivery({ resources: [labelled('N')] });
    expect(visibleTo([], plain)).toBe(plain);
    expect(visibleTo(['R'], plain)).toBe(plain);
  });

  it('tells of the removal of such only where it may have been', () => {
    const gone = leasedDelivery({
      removed: ['Observation/a'],
      removedProtected: [
        { reference: 'Observation/r', labels: ['R'] },
        { reference: 'Observation/v', labels: ['V'] },
      ],
    });
    expect(visibleTo([], gone).removed).toEqual(['Observation/a']);
    expect(visibleTo(['R'], gone).removed).toEqual(['Observation/a', 'Observation/r']);
  });
});
