import type { AttemptRow, AttemptSettlement, LeasedDelivery, Message } from '../../src/types/delivery.ts';
import type { Store } from '../../src/types/store.ts';
import { leasedDelivery } from './leased-delivery.ts';

type NewDelivery = Pick<LeasedDelivery, 'id' | 'recordKey'> & Partial<LeasedDelivery> & { readonly patient: string };

interface Row {
  readonly delivery: NewDelivery;
  state: AttemptSettlement['state'] | 'queued' | 'sending';
  attempts: number;
  fence: number;
  dueAt: number;
  leasedUntil: number;
  unsettled: Message | null;
  /** Kept by the attempt under way. */
  kept: Message | null;
  readonly settlements: AttemptSettlement[];
}

/** The part of the Store port that a relay uses, in memory: leases, fences, order per patient, unsettled messages, stops. */
export interface MemoryDeliveryStore
  extends Pick<
    Store,
    'lease' | 'keepMessage' | 'settle' | 'attempts' | 'stopDestination' | 'startDestination' | 'destinationStops'
  > {
  add(...deliveries: readonly NewDelivery[]): void;
  /** A person sends a parked or refused delivery again. */
  sendAgain(id: string): void;
  /** Last settlement of each delivery that has one. */
  settlement(id: string): AttemptSettlement | undefined;
  settlements(id: string): readonly AttemptSettlement[];
  state(id: string): Row['state'] | undefined;
  /** Deliveries that are neither delivered nor left to a person. */
  open(): number;
}

const OPEN = new Set<Row['state']>(['queued', 'sending', 'retry', 'unknown']);

export function createMemoryDeliveryStore(): MemoryDeliveryStore {
  const rows: Row[] = [];
  const stops = new Map<string, Parameters<Store['stopDestination']>[0]>();
  const find = (id: string) => rows.find(({ delivery }) => delivery.id === id);

  function leaseRow(row: Row, leasedUntil: number, destination: string): LeasedDelivery {
    // A worker that was lost after it kept its message leaves it unsettled.
    const unsettled = row.kept ?? row.unsettled;
    Object.assign(row, {
      state: 'sending',
      attempts: row.attempts + 1,
      fence: row.fence + 1,
      leasedUntil,
      unsettled,
      kept: null,
    });
    const { attempts: attempt, fence } = row;
    return leasedDelivery({ ...row.delivery, recordId: row.delivery.id, destination, attempt, fence, unsettled });
  }

  function settleRow(row: Row, settlement: AttemptSettlement): void {
    const { state, dueAt = 0, reason } = settlement;
    const mayBeThere = state === 'unknown' || (state === 'parked' && (reason === 'outcome-unknown' || row.unsettled));
    Object.assign(row, { state, dueAt, unsettled: mayBeThere ? (row.kept ?? row.unsettled) : null, kept: null });
    row.settlements.push(settlement);
  }

  return {
    add(...deliveries) {
      for (const delivery of deliveries) {
        const start = { attempts: 0, fence: 0, dueAt: 0, leasedUntil: 0, unsettled: null, kept: null };
        rows.push({ delivery, state: 'queued', settlements: [], ...start });
      }
    },
    async lease({ destination, now, leaseMs, limit }) {
      const busy = new Set<string>();
      const leased: LeasedDelivery[] = [];
      if (stops.has(destination)) return leased;
      for (const row of rows) {
        if (!OPEN.has(row.state) || busy.has(row.delivery.patient)) continue;
        busy.add(row.delivery.patient);
        if (row.dueAt > now || (row.state === 'sending' && row.leasedUntil > now) || leased.length === limit) continue;
        leased.push(leaseRow(row, now + leaseMs, destination));
      }
      return leased;
    },
    async keepMessage(id, fence, message) {
      const row = find(id);
      if (row?.fence !== fence || row.state !== 'sending') return false;
      row.kept = message;
      return true;
    },
    async settle(settlements) {
      let effective = 0;
      for (const settlement of settlements) {
        const row = find(settlement.deliveryId);
        if (row === undefined || row.fence !== settlement.fence || row.state !== 'sending') continue;
        settleRow(row, settlement);
        effective += 1;
      }
      return effective;
    },
    attempts: async (id) => find(id)?.settlements.map(toAttemptRow) ?? [],
    async stopDestination(stop) {
      stops.set(stop.destination, stop);
    },
    startDestination: async (destination) => stops.delete(destination),
    destinationStops: async () => [...stops.values()],
    sendAgain(id) {
      const row = find(id);
      if (row !== undefined) Object.assign(row, { state: 'queued', dueAt: 0 });
    },
    settlement: (id) => find(id)?.settlements.at(-1),
    settlements: (id) => find(id)?.settlements ?? [],
    state: (id) => find(id)?.state,
    open: () => rows.filter(({ state }) => OPEN.has(state)).length,
  };
}

function toAttemptRow(settlement: AttemptSettlement, index: number): AttemptRow {
  const { startedAt, endedAt, state, httpStatus = null, reason = null, faults = [] } = settlement;
  return {
    number: index + 1,
    owner: 'test',
    leasedAt: startedAt,
    startedAt,
    endedAt,
    outcome: state,
    httpStatus,
    reason,
    faults,
    message: null,
  };
}
