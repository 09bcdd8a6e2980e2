import type { LeasedDelivery } from '../../src/types/delivery.ts';

const RECEIVED_AT = Date.parse('2026-11-22T08:00:00+07:00');

/** A delivery as a relay leases it: the first attempt at a record of P1, with nothing in it but what is given. */
export function leasedDelivery(given: Partial<LeasedDelivery> = {}): LeasedDelivery {
  return {
    id: 'd1',
    destination: 'province',
    facility: '99001',
    kind: 'claim',
    recordKey: 'LK1',
    recordId: 'rv-1',
    version: 1,
    receivedAt: RECEIVED_AT,
    patient: 'P1',
    resources: [],
    removed: [],
    removedProtected: [],
    attempt: 1,
    fence: 1,
    queuedAt: RECEIVED_AT,
    deadline: null,
    unsettled: null,
    deliveredBy: null,
    ...given,
  };
}
