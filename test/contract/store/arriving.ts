import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttemptSettlement, LeasedDelivery, RecordToStore, Store } from '../../../src/types/store.ts';
import {
  acceptRecords,
  LEASE_MS,
  leaseAt,
  NOON,
  observation,
  patient,
  recordOf,
  settlementOf,
} from '../../support/store-fixtures.ts';
import type { OpenStore } from './opened-store.ts';

const KEYS = ['LK1', 'LK2', 'LK3'] as const;
const PATIENTS = ['p1', 'p2'] as const;
const ROWS = [1, 2, 3] as const;

type Step =
  | { readonly do: 'accept'; readonly record: RecordToStore }
  | { readonly do: 'lease'; readonly limit: number }
  | { readonly do: 'settle'; readonly state: AttemptSettlement['state']; readonly isApplied: boolean }
  | { readonly do: 'lose'; readonly isApplied: boolean }
  | { readonly do: 'retry' | 'park' };

const record = fc
  .record({
    key: fc.constantFrom(...KEYS),
    subject: fc.constantFrom(...PATIENTS),
    name: fc.constantFrom('A', 'B', 'C'),
    rows: fc.uniqueArray(fc.constantFrom(...ROWS)),
    value: fc.nat(2),
  })
  .map(({ key, subject, name, rows, value }) =>
    recordOf({
      key,
      patient: `Patient/${subject}`,
      resources: [patient(subject, name), ...rows.map((row) => observation(`${key}-${row}`, value))],
    }),
  );

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: record.map((made) => ({ do: 'accept' as const, record: made })) },
  { weight: 3, arbitrary: fc.nat(2).map((more) => ({ do: 'lease' as const, limit: 1 + more })) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      state: fc.constantFrom(
        'delivered' as const,
        'retry' as const,
        'unknown' as const,
        'parked' as const,
        'refused' as const,
      ),
      isApplied: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.boolean().map((isApplied) => ({ do: 'lose' as const, isApplied })) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'retry' as const }, { do: 'park' as const }) },
);

/** A destination that keeps what it is sent, and the worker that sends, both in memory. */
class World {
  readonly kept = new Map<string, string>();
  readonly #store: Store;
  #underWay: LeasedDelivery[] = [];
  #now = NOON;

  constructor(store: Store) {
    this.#store = store;
  }

  async take(next: Step): Promise<void> {
    if (next.do === 'accept') await acceptRecords(this.#store, [next.record], { receivedAt: this.#now });
    else if (next.do === 'lease') await this.#lease(next.limit);
    else if (next.do === 'settle') await this.#settle(next.state, next.isApplied);
    else if (next.do === 'lose') this.#lose(next.isApplied);
    else await this.#store.moveDeliveries(next.do, {}, this.#now);
  }

  /** People release what is parked, the destination is well again: all that is owed arrives. */
  async finish(): Promise<void> {
    this.#lose(false);
    for (let round = 1; (await this.#store.queueDepths()).length > 0; round++) {
      expect(round).toBeLessThan(200);
      await this.#store.moveDeliveries('retry', {}, this.#now);
      this.#now += 2_000;
      await this.#lease(10);
      while (this.#underWay.length > 0) await this.#settle('delivered', true);
    }
  }

  async #lease(limit: number): Promise<void> {
    this.#underWay.push(...(await leaseAt(this.#store, this.#now, { limit })));
    const patients = this.#underWay.map(({ resources }) => resources[0]?.id);
    expect(new Set(patients).size).toBe(patients.length);
  }

  async #settle(state: AttemptSettlement['state'], isApplied: boolean): Promise<void> {
    const delivery = this.#underWay.shift();
    if (delivery === undefined) return;
    if (state === 'delivered' || (state === 'unknown' && isApplied)) this.#apply(delivery);
    expect(await this.#store.settle([settlementOf(delivery, { state, dueAt: this.#now })])).toBe(1);
  }

  /** The worker dies; its leases run out. */
  #lose(isApplied: boolean): void {
    for (const delivery of this.#underWay) if (isApplied) this.#apply(delivery);
    this.#underWay = [];
    this.#now += LEASE_MS;
  }

  #apply({ resources, removed }: LeasedDelivery): void {
    for (const reference of removed) this.kept.delete(reference);
    for (const resource of resources)
      this.kept.set(`${resource.resourceType}/${resource.id}`, JSON.stringify(resource));
  }
}

async function currentContent(store: Store): Promise<Map<string, string>> {
  const observations = KEYS.flatMap((key) => ROWS.map((row) => ['Observation', `${key}-${row}`] as const));
  const current = new Map<string, string>();
  for (const [type, id] of [...observations, ...PATIENTS.map((id) => ['Patient', id] as const)]) {
    const resource = await store.resource('99001', type, id);
    if (resource !== undefined) current.set(`${type}/${id}`, JSON.stringify(resource));
  }
  return current;
}

export function describeArriving(open: OpenStore): void {
  describe('a destination', () => {
    it('ends with exactly what is current, whatever happened on the way', async () => {
      const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const { store, cleanup } = await open();
        try {
          const world = new World(store);
          for (const next of steps) await world.take(next);
          await world.finish();
          expect(world.kept).toEqual(await currentContent(store));
        } finally {
          await cleanup();
        }
      });
      await fc.assert(property, { numRuns: 2000 });
    }, 500000);
  });
}
