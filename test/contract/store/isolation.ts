import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Store } from '../../../src/types/store.ts';
import {
  acceptRecords,
  deliverAll,
  NOON,
  observation,
  patient,
  recordOf,
  submissionOf,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const FACILITIES = ['99001', '99002'] as const;
const RECORD_KEYS = ['LK1', 'LK2', 'LK3'];
const IDEMPOTENCY_KEYS = ['k1', 'k2', 'k3'];
const OBSERVATIONS = ['o1', 'o2', 'o3'];

type Code = (typeof FACILITIES)[number];
/** Submissions stored of each facility. */
type Written = Record<Code, string[]>;

interface Step {
  readonly facility: Code;
  readonly key: string;
  readonly observation: string;
  readonly value: number;
  readonly isDeletion: boolean;
  readonly idempotencyKey: string | null;
}

const step: fc.Arbitrary<Step> = fc.record({
  facility: fc.constantFrom(...FACILITIES),
  key: fc.constantFrom(...RECORD_KEYS),
  observation: fc.constantFrom(...OBSERVATIONS),
  value: fc.nat(3),
  isDeletion: fc.boolean(),
  idempotencyKey: fc.option(fc.constantFrom(...IDEMPOTENCY_KEYS)),
});

/** The same keys, ids and patients in both facilities; the content of each carries its code. */
async function apply(store: Store, { facility, key, ...change }: Step, written: Written): Promise<void> {
  const own = { ...observation(change.observation, change.value), method: { text: facility } };
  const record = recordOf({
    key,
    resources: [patient('p1', facility), ...(change.isDeletion ? [] : [own])],
    deletes: change.isDeletion ? [`Observation/${change.observation}`] : [],
    replacesEpisode: false,
  });
  const idempotencyKey = change.idempotencyKey === null ? {} : { idempotencyKey: change.idempotencyKey };
  const submission = submissionOf({ facility, records: [record], ...idempotencyKey });
  const outcome = await store.accept(submission);
  if (outcome.kind === 'stored') written[facility].push(submission.id);
  else expect(written[facility]).toContain(outcome.submissionId);
}

/** Whatever the facility can read, asking for everything there is in the store. */
async function readAll(store: Store, facility: Code, ids: readonly string[]): Promise<string> {
  const read = await Promise.all([
    ...ids.map((id) => store.submission(facility, id)),
    ...ids.map(async (id) => (await store.rawBytes(facility, id))?.toString()),
    ...RECORD_KEYS.map((key) => store.submissionsOfRecord(facility, key)),
    ...IDEMPOTENCY_KEYS.map((key) => store.findByKey(facility, key)),
    ...OBSERVATIONS.map((id) => store.resource(facility, 'Observation', id)),
    store.resource(facility, 'Patient', 'p1'),
    ...OBSERVATIONS.map((id) => store.current(facility, 'Observation', id)),
    store.samePerson(facility, 'p1'),
    store.ofPatients(facility, ['p1'], 10),
    store.standings(facility, RECORD_KEYS),
    store.standingsBetween(facility, 0, Number.MAX_SAFE_INTEGER),
    store.evidence({ facility, fromDay: '2026-01-01', toDay: '2026-12-31' }),
  ]);
  return JSON.stringify(read);
}

async function expectApart(store: Store, written: Written): Promise<void> {
  const all = FACILITIES.flatMap((facility) => written[facility]);
  for (const [facility, other] of [FACILITIES, FACILITIES.toReversed() as [Code, Code]]) {
    const read = await readAll(store, facility, all);
    expect(read).not.toContain(other);
    for (const id of written[other]) expect(read).not.toContain(id);
    for (const id of written[facility]) expect(read).toContain(id);
  }
  for (const { facility, resources } of await deliverAll(store, NOON)) {
    expect(JSON.stringify(resources)).not.toContain(facility === '99001' ? '99002' : '99001');
  }
}

export function describeIsolation(open: OpenStore): void {
  describe('two facilities that use the same keys and ids', () => {
    const opened = useStore(open);

    it('never see or change anything of each other', async () => {
      const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const { store, cleanup } = await open();
        const written: Written = { '99001': [], '99002': [] };
        for (const change of steps) await apply(store, change, written);
        await expectApart(store, written).finally(cleanup);
      });
      await fc.assert(property, { numRuns: 25 });
    });

    it('delete only their own', async () => {
      const { store } = opened;
      for (const facility of FACILITIES) await acceptRecords(store, [recordOf()], { facility });
      const deletion = recordOf({ key: 'LK2', resources: [], deletes: ['Observation/o-LK1'] });
      await acceptRecords(store, [deletion], { facility: '99002' });
      expect(await store.resource('99001', 'Observation', 'o-LK1')).toBeDefined();
      expect(await store.resource('99002', 'Observation', 'o-LK1')).toBeUndefined();
    });
  });
}
