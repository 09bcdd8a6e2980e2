import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import type { LeasedDelivery } from '../../../src/types/delivery.ts';
import type { RecordToStore } from '../../../src/types/intake.ts';
import {
  acceptRecords,
  deliverAll,
  evidenceOf,
  leaseAt,
  NOON,
  observation,
  patient,
  recordOf,
  settlementOf,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

function version(subject: string, ...values: readonly number[]): RecordToStore {
  const resources = [patient(subject), ...values.map((value) => observation(`o${value}`, value))];
  return recordOf({ patient: `Patient/${subject}`, resources });
}

/** What reaches a destination when versions of a record overtake each other. */
export function describeCorrecting(open: OpenStore): void {
  describe('a corrected record', () => {
    const opened = useStore(open);

    async function parkFirst(): Promise<LeasedDelivery> {
      const [delivery] = await leaseAt(opened.store, NOON, { limit: 1 });
      await opened.store.settle([settlementOf(delivery as LeasedDelivery, { state: 'parked', reason: 'http-401' })]);
      return delivery as LeasedDelivery;
    }

    it('is not overwritten by a check-in that comes after the claim', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('p1', 1)]);
      const late = {
        ...version('p1', 2),
        evidence: evidenceOf({ source: 'check-in', level: 0 }),
        replacesEpisode: false,
      };
      await acceptRecords(store, [late]);
      const delivered = await deliverAll(store, NOON);
      expect(delivered.map(({ resources }) => resources.map(({ id }) => id))).toEqual([['p1', 'o1']]);
    });

    it('a check-in of another visit takes nothing away from what is known of the patient', async () => {
      const { store } = opened;
      await acceptRecords(store, [recordOf({ key: 'LK1', resources: [patient('p1', 'whole')] })]);
      const checkIn = recordOf({
        key: 'LK2',
        resources: [patient('p1', 'poorer'), observation('o2')],
        evidence: evidenceOf({ encounter: 'LK2', source: 'check-in', level: 0 }),
        replacesEpisode: false,
      });
      await acceptRecords(store, [checkIn]);
      const told = (await deliverAll(store, NOON)).flatMap(({ resources }) => resources);
      expect(told.filter(({ id }) => id === 'p1')).toEqual([patient('p1', 'whole'), patient('p1', 'whole')]);
    });

    it('a record that knows less of the facility takes nothing away from it', async () => {
      const { store } = opened;
      const organization = (...identifier: readonly string[]): Resource => ({
        resourceType: 'Organization',
        id: 'f1',
        identifier: identifier.map((value) => ({ value })),
      });
      await acceptRecords(store, [recordOf({ key: 'LK1', resources: [organization('code', 'gln')] })]);
      await acceptRecords(store, [recordOf({ key: 'LK2', resources: [organization('code'), observation('o2')] })]);
      const told = (await deliverAll(store, NOON)).flatMap(({ resources }) => resources);
      expect(told.filter(({ id }) => id === 'f1')).toEqual([organization('code', 'gln'), organization('code', 'gln')]);
    });

    it('is not overwritten by an older version that is released later', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('p1', 1)]);
      await acceptRecords(store, [version('p1', 2)]);
      const old = await parkFirst();
      expect(await deliverAll(store, NOON)).toHaveLength(1);

      expect(await store.moveDeliveries({ action: 'retry', filter: { id: old.id }, now: NOON })).toBe(1);
      expect(await leaseAt(store, NOON)).toEqual([]);
      const rows = await store.deliveries({ destination: 'province', limit: 10 });
      expect(rows.find(({ id }) => id === old.id)).toMatchObject({
        state: 'delivered',
        reason: 'superseded',
        deliveredAt: null,
        attempts: 1,
      });
    });

    it('goes after an older version that is released in time', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('p1', 1)]);
      const old = await parkFirst();
      await acceptRecords(store, [version('p1', 2)]);
      await store.moveDeliveries({ action: 'retry', filter: { id: old.id }, now: NOON });
      expect((await deliverAll(store, NOON)).map(({ id }) => id === old.id)).toEqual([true, false]);
    });

    it('is sent before an older version released while it is under way, which is then not sent', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('p1', 1)]);
      const old = await parkFirst();
      await acceptRecords(store, [version('p1', 2)]);
      const [current] = await leaseAt(store, NOON);
      await store.moveDeliveries({ action: 'retry', filter: { id: old.id }, now: NOON });
      expect(await leaseAt(store, NOON)).toEqual([]);
      await store.settle([settlementOf(current as LeasedDelivery)]);
      expect(await leaseAt(store, NOON)).toEqual([]);
      expect(await store.queueDepths(NOON)).toEqual([]);
    });

    it('names what it removes of specially protected resources apart, with the labels', async () => {
      const { store } = opened;
      const system = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
      const hidden = (id: string, ...codes: readonly string[]): Resource => ({
        ...observation(id),
        meta: { security: codes.map((code) => ({ system, code })) },
      });
      const resources = [patient('p1'), observation('open'), hidden('r', 'R'), hidden('rv', 'R', 'V')];
      await acceptRecords(store, [recordOf({ resources })]);
      await deliverAll(store, NOON);
      await acceptRecords(store, [recordOf({ resources: [patient('p1')] })]);
      await parkFirst();
      await acceptRecords(store, [recordOf({ resources: [patient('p1'), hidden('r', 'R')] })]);
      expect(await deliverAll(store, NOON)).toMatchObject([
        { removed: ['Observation/open'], removedProtected: [{ reference: 'Observation/rv', labels: ['R', 'V'] }] },
      ]);
    });

    it('removes what a version before it removed but never arrived', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('p1', 1, 2, 3)]);
      await deliverAll(store, NOON);
      await acceptRecords(store, [version('p1', 1, 2)]);
      await parkFirst();
      await acceptRecords(store, [version('p1', 1)]);
      const [last] = await deliverAll(store, NOON);
      expect(new Set(last?.removed)).toEqual(new Set(['Observation/o2', 'Observation/o3']));
    });

    it('does not remove what it has itself, though a version after it does', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('p1', 1, 2)]);
      await deliverAll(store, NOON);
      await acceptRecords(store, [version('p1', 1)]);
      await parkFirst();
      await acceptRecords(store, [version('p1', 1, 2)]);
      await acceptRecords(store, [version('p1', 1)]);
      const sent = await deliverAll(store, NOON);
      expect(sent.map(({ removed }) => removed)).toEqual([[], ['Observation/o2']]);
    });

    it('does not remove what has come back since', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('p1', 1, 2)]);
      await deliverAll(store, NOON);
      await acceptRecords(store, [version('p1', 1)]);
      const removal = await parkFirst();
      await acceptRecords(store, [recordOf({ key: 'LK2', resources: [patient('p1'), observation('o2', 2)] })]);
      await deliverAll(store, NOON);
      await store.moveDeliveries({ action: 'retry', filter: { id: removal.id }, now: NOON });
      expect((await deliverAll(store, NOON)).map(({ removed }) => removed)).toEqual([[]]);
    });

    it('waits for the older version even when it moved to another patient', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('p1', 1)]);
      await acceptRecords(store, [version('p2', 2)]);
      await acceptRecords(store, [recordOf({ key: 'LK9', patient: 'Patient/p3' })]);
      const first = await leaseAt(store, NOON);
      expect(first.map(({ recordKey }) => recordKey)).toEqual(['LK1', 'LK9']);
      expect(await leaseAt(store, NOON + 10_000)).toEqual([]);
      await store.settle(first.map((delivery) => settlementOf(delivery)));
      expect(await leaseAt(store, NOON + 20_000)).toMatchObject([{ recordKey: 'LK1' }]);
    });

    it('sends shared resources in their newest content, also with an older record', async () => {
      const { store } = opened;
      await acceptRecords(store, [recordOf({ key: 'LK1', resources: [patient('p1', 'old'), observation('o1')] })]);
      const parked = await parkFirst();
      await acceptRecords(store, [recordOf({ key: 'LK2', resources: [patient('p1', 'new'), observation('o2')] })]);
      await acceptRecords(store, [recordOf({ key: 'LK3', resources: [patient('p1', 'new'), observation('o3')] })]);
      await deliverAll(store, NOON);
      await store.moveDeliveries({ action: 'retry', filter: { id: parked.id }, now: NOON });
      const [late] = await deliverAll(store, NOON);
      expect(late?.resources).toEqual([patient('p1', 'new'), observation('o1')]);
    });
  });
}
