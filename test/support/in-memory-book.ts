import type { Bundle } from '@medplum/fhirtypes';
import type { HealthBook } from '../../src/types/health-book.ts';
import type { CurrentResource } from '../../src/types/resources.ts';
import { NOON } from './store-fixtures.ts';

/** What the facility of hospital A has; every other facility has nothing. */
const KEPT: Readonly<Record<string, CurrentResource>> = {
  'Patient/99001-p1': {
    version: 3,
    updatedAt: NOON,
    resource: { resourceType: 'Patient', id: '99001-p1', meta: { profile: ['https://lienthong.example/p'] } },
  },
  'Observation/99001-o1': {
    version: 1,
    updatedAt: NOON,
    resource: { resourceType: 'Observation', id: '99001-o1', status: 'final', code: { text: 'Mạch' } },
  },
  'Patient/99001-gone': { version: 2, updatedAt: NOON, resource: null },
};

const DOCUMENT: Bundle = { resourceType: 'Bundle', type: 'document', entry: [] };

/** A reading side that knows two resources and a deleted one of facility 99001, for tests of the door alone. */
export function createInMemoryBook(): HealthBook {
  const find = (facility: string, reference: string) => (facility === '99001' ? KEPT[reference] : undefined);
  return {
    read: async ({ facility }, type, id) => find(facility, `${type}/${id}`),
    async summary({ facility }, id) {
      const current = find(facility, `Patient/${id}`);
      if (current === undefined) return { kind: 'unknown' };
      return current.resource === null ? { kind: 'deleted' } : { kind: 'summary', document: DOCUMENT };
    },
  };
}
