import type { AttemptSettlement, LeasedDelivery, Store } from '../../src/types/store.ts';

type NewDelivery = Pick<LeasedDelivery, 'id' | 'recordKey' | 'resources'> & { readonly patient: string };

interface Row {
  readonly delivery: NewDelivery;
  state: AttemptSettlement['state'] | 'queued' | 'sending';
  attempts: number;
  fence: number;
  dueAt: number;
  leasedUntil: number;
  settlement?: AttemptSettlement;
}

/** The part of the Store port that a relay uses, in memory: leases, fences, order per patient. */
export interface MemoryDeliveryStore extends Pick<Store, 'lease' | 'settle'> {
  add(...deliveries: readonly NewDelivery[]): void;
  /** Last settlement of each delivery that has one. */
  settlement(id: string): AttemptSettlement | undefined;
  state(id: string): Row['state'] | undefined;
  /** Deliveries that are neither delivered nor left to a person. */
  open(): number;
}

const OPEN = new Set<Row['state']>(['queued', 'sending', 'retry']);

export function createMemoryDeliveryStore(): MemoryDeliveryStore {
  const rows: Row[] = [];
  const find = (id: string) => rows.find(({ delivery }) => delivery.id === id);
  return {
    add(...deliveries) {
      for (const delivery of deliveries) {
        rows.push({ delivery, state: 'queued', attempts: 0, fence: 0, dueAt: 0, leasedUntil: 0 });
      }
    },
    async lease({ destination, now, leaseMs, limit }) {
      const busy = new Set<string>();
      const leased: LeasedDelivery[] = [];
      for (const row of rows) {
        const { patient, ...delivery } = row.delivery;
        if (!OPEN.has(row.state) || busy.has(patient)) continue;
        busy.add(patient);
        if (row.dueAt > now || (row.state === 'sending' && row.leasedUntil > now) || leased.length === limit) continue;
        Object.assign(row, {
          state: 'sending',
          attempts: row.attempts + 1,
          fence: row.fence + 1,
          leasedUntil: now + leaseMs,
        });
        const { attempts: attempt, fence } = row;
        leased.push({
          ...delivery,
          destination,
          facility: '99001',
          recordId: delivery.id,
          removed: [],
          attempt,
          fence,
          queuedAt: 0,
        });
      }
      return leased;
    },
    async settle(settlements) {
      let effective = 0;
      for (const settlement of settlements) {
        const row = find(settlement.deliveryId);
        if (row === undefined || row.fence !== settlement.fence) continue;
        Object.assign(row, { state: settlement.state, dueAt: settlement.dueAt ?? 0, settlement });
        effective += 1;
      }
      return effective;
    },
    settlement: (id) => find(id)?.settlement,
    state: (id) => find(id)?.state,
    open: () => rows.filter(({ state }) => OPEN.has(state)).length,
  };
}
