import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttemptSettlement, LeasedDelivery, Message } from '../../../src/types/delivery.ts';
import type { RecordToStore } from '../../../src/types/intake.ts';
import type { Store } from '../../../src/types/store.ts';
import {
  acceptRecords,
  LEASE_MS,
  leaseAt,
  messageOf,
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
/** Of records that stay with their patient. */
const PATIENT_OF = { LK1: 'p1', LK2: 'p1', LK3: 'p2' } as const;

type Step =
  | { readonly do: 'accept'; readonly record: RecordToStore }
  | { readonly do: 'lease'; readonly limit: number }
  | { readonly do: 'settle'; readonly state: AttemptSettlement['state']; readonly isApplied: boolean }
  | { readonly do: 'lose'; readonly isApplied: boolean }
  | { readonly do: 'retry' | 'park' };

function recordArbitrary(doesMove: boolean): fc.Arbitrary<RecordToStore> {
  return fc
    .record({
      key: fc.constantFrom(...KEYS),
      mover: fc.constantFrom(...PATIENTS),
      name: fc.constantFrom('A', 'B', 'C'),
      rows: fc.uniqueArray(fc.constantFrom(...ROWS)),
      value: fc.nat(2),
    })
    .map(({ key, mover, name, rows, value }) => {
      const subject = doesMove ? mover : PATIENT_OF[key];
      const observations = rows.map((row) => observation(`${key}-${row}`, value));
      return recordOf({ key, patient: `Patient/${subject}`, resources: [patient(subject, name), ...observations] });
    });
}

function stepArbitrary(doesMove: boolean): fc.Arbitrary<Step> {
  const states = ['delivered', 'retry', 'unknown', 'parked', 'refused'] as const;
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('accept' as const), record: recordArbitrary(doesMove) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('lease' as const), limit: fc.integer({ min: 1, max: 3 }) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('settle' as const),
        state: fc.constantFrom(...states),
        isApplied: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), isApplied: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('retry' as const, 'park' as const) }) },
  );
}

/** A destination that keeps what it is sent, and the worker that sends, both in memory. */
class World {
  readonly kept = new Map<string, string>();
  readonly #store: Store;
  /** What may be in effect of each delivery, as the worker itself remembers. */
  readonly #unsettled = new Map<string, Message>();
  #underWay: LeasedDelivery[] = [];
  #messages = 0;
  #now = NOON;

  constructor(store: Store) {
    this.#store = store;
  }

  async take(next: Step): Promise<void> {
    if (next.do === 'accept') await acceptRecords(this.#store, [next.record], { receivedAt: this.#now });
    else if (next.do === 'lease') await this.#lease(next.limit);
    else if (next.do === 'settle') await this.#settle(next.state, next.isApplied);
    else if (next.do === 'lose') this.#lose(next.isApplied);
    else await this.#store.moveDeliveries({ action: next.do, filter: {}, now: this.#now });
  }

  /** People release what is parked, the destination is well again: all that is owed arrives. */
  async finish(): Promise<void> {
    this.#lose(false);
    for (let round = 1; (await this.#store.queueDepths(this.#now)).length > 0; round++) {
      expect(round).toBeLessThan(200);
      await this.#store.moveDeliveries({ action: 'retry', filter: {}, now: this.#now });
      this.#now += 2_000;
      await this.#lease(10);
      while (this.#underWay.length > 0) await this.#settle('delivered', true);
    }
  }

  async #lease(limit: number): Promise<void> {
    const leased = await leaseAt(this.#store, this.#now, { limit });
    for (const delivery of leased) await this.#keep(delivery);
    this.#underWay.push(...leased);
    const patients = this.#underWay.map(({ resources }) => resources[0]?.id);
    expect(new Set(patients).size).toBe(patients.length);
  }

  /** What may be in effect is sent again as it is; else something new. */
  async #keep({ id, fence, unsettled }: LeasedDelivery): Promise<void> {
    expect(unsettled).toEqual(this.#unsettled.get(id) ?? null);
    this.#messages += 1;
    const message = unsettled ?? messageOf(`message ${this.#messages}`);
    this.#unsettled.set(id, message);
    expect(await this.#store.keepMessage(id, fence, message)).toBe(true);
  }

  async #settle(state: AttemptSettlement['state'], isApplied: boolean): Promise<void> {
    const delivery = this.#underWay.shift();
    if (delivery === undefined) return;
    if (state === 'delivered' || (state === 'unknown' && isApplied)) this.#apply(delivery);
    if (state === 'delivered' || state === 'refused' || state === 'retry') this.#unsettled.delete(delivery.id);
    const reason = state === 'parked' ? { reason: 'outcome-unknown' } : {};
    expect(await this.#store.settle([settlementOf(delivery, { state, dueAt: this.#now, ...reason })])).toBe(1);
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
  const asked = [...observations, ...PATIENTS.map((id) => ['Patient', id] as const)];
  const found = await Promise.all(
    asked.map(async ([type, id]) => {
      const resource = await store.resource('99001', type, id);
      return resource === undefined ? [] : [[`${type}/${id}`, JSON.stringify(resource)] as const];
    }),
  );
  return new Map(found.flat());
}

/** Lets a random history happen, and compares the destination with the store at its end. */
async function play(open: OpenStore, steps: readonly Step[], select: (reference: string) => boolean): Promise<void> {
  const { store, cleanup } = await open();
  try {
    const world = new World(store);
    for (const next of steps) await world.take(next);
    await world.finish();
    const selected = (content: Map<string, string>) => new Map([...content].filter(([reference]) => select(reference)));
    expect(selected(world.kept)).toEqual(selected(await currentContent(store)));
  } finally {
    await cleanup();
  }
}

export function describeArriving(open: OpenStore): void {
  describe('a destination', () => {
    it('ends with exactly what is current, whatever happened on the way', async () => {
      const history = fc.array(stepArbitrary(false), { minLength: 5, maxLength: 40 });
      const property = fc.asyncProperty(history, (steps) => play(open, steps, () => true));
      await fc.assert(property, { numRuns: 40 });
    });

    // A patient of whom only a superseded version spoke is of no concern there.
    it('ends with the current content of records that were moved to another patient', async () => {
      const history = fc.array(stepArbitrary(true), { minLength: 5, maxLength: 40 });
      const isOfRecord = (reference: string) => reference.startsWith('Observation/');
      const property = fc.asyncProperty(history, (steps) => play(open, steps, isOfRecord));
      await fc.assert(property, { numRuns: 40 });
    });
  });
}
