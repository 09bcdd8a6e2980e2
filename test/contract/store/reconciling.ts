import { describe, expect, it } from '@jest/globals';
import type { RecordToStore } from '../../../src/types/intake.ts';
import type { Manifest, RecordStanding } from '../../../src/types/reconciliation.ts';
import {
  acceptRecords,
  collect,
  deliverAll,
  leaseAt,
  messageOf,
  NOON,
  observation,
  patient,
  recordOf,
  type SubmissionChanges,
  sendAll,
  settlementOf,
  sha256Of,
  submissionOf,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const DAY_MS = 86_400_000;
const FROM = Date.parse('2026-11-22T00:00:00+07:00');
const UNTIL = FROM + DAY_MS;
const MANIFEST: Manifest = {
  id: '0193-1',
  facility: '99001',
  day: '2026-11-22',
  receivedAt: NOON,
  lines: [
    { key: 'Bệnh-án-1', count: 3, sha256: 'ab'.repeat(32) },
    { key: 'LK2', count: null, sha256: null },
  ],
};

/** A record of a patient of its own. */
function version(key: string, value = 1, changes: Partial<RecordToStore> = {}): RecordToStore {
  const resources = [patient(`p-${key}`), observation(`o-${key}`, value)];
  return recordOf({ key, patient: `Patient/p-${key}`, resources, ...changes });
}

export function describeReconciling(open: OpenStore): void {
  describe('a day list', () => {
    const opened = useStore(open);

    it('is read by the facility that sent it, as it was kept first', async () => {
      await opened.store.keepManifest(MANIFEST);
      await opened.store.keepManifest({ ...MANIFEST, day: '2026-11-23', lines: [] });
      const store = await opened.reopen();
      expect(await store.manifest('99001', MANIFEST.id)).toEqual(MANIFEST);
      expect(await store.manifest('99002', MANIFEST.id)).toBeUndefined();
      expect(await store.manifest('99001', 'none')).toBeUndefined();
    });
  });

  describe('the standing of a record', () => {
    const opened = useStore(open);
    const standing = async (identity: string): Promise<RecordStanding | undefined> =>
      (await opened.store.standings('99001', [identity]))[0];

    it('is that of its newest version of any state, with where its deliveries are', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('LK1', 1)]);
      const submission = submissionOf({
        receivedAt: NOON + 5,
        records: [version('LK1', 2, { count: 7 })],
        owed: ['province', 'nation'],
      });
      await store.accept(submission);
      await deliverAll(store, NOON + 5);
      expect(await standing('LK1')).toEqual({
        identity: 'LK1',
        state: 'accepted',
        version: 2,
        receivedAt: NOON + 5,
        submissionId: submission.id,
        sha256: [submission.sha256],
        count: 7,
        deliveries: [
          { destination: 'nation', state: 'queued' },
          { destination: 'province', state: 'delivered' },
        ],
      });
      await acceptRecords(store, [version('LK1', 3, { state: 'refused', resources: [] })], { state: 'refused' });
      expect(await standing('LK1')).toMatchObject({ state: 'refused', version: 3, deliveries: [] });
    });

    it('names the bytes of every call that brought this very content, newest first, each once', async () => {
      const { store } = opened;
      const bring = async (text: string, record: RecordToStore, changes: SubmissionChanges = {}) =>
        store.accept(
          submissionOf({
            bytes: Buffer.from(text),
            idempotencyKey: `${text} ${record.id}`,
            records: [record],
            ...changes,
          }),
        );
      await bring('first', version('LK1', 1));
      await bring('corrected', version('LK1', 2));
      await bring('again', version('LK1', 2));
      await bring('back', version('LK1', 1));
      await bring('again and again', version('LK1', 1));
      await bring('first', version('LK1', 1));
      expect((await standing('LK1'))?.sha256).toEqual(['first', 'again and again', 'back'].map(sha256Of));
      expect(await standing('LK1')).toMatchObject({ version: 3 });
      for (let call = 0; call < 25; call += 1) await bring(`call ${call}`, version('LK1', 1));
      expect((await standing('LK1'))?.sha256).toEqual(
        Array.from({ length: 20 }, (_, index) => sha256Of(`call ${24 - index}`)),
      );
    });

    it('is not told for what was refused by the bytes of other refused calls', async () => {
      const refused = () => version('LK1', 1, { state: 'refused', resources: [] });
      await opened.store.accept(submissionOf({ bytes: Buffer.from('one'), records: [refused()] }));
      await opened.store.accept(submissionOf({ bytes: Buffer.from('two'), records: [refused()] }));
      expect((await standing('LK1'))?.sha256).toEqual([sha256Of('two')]);
    });

    it('is that of the asking facility alone; what is not there is missing', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('LK1'), recordOf({ key: '', state: 'refused', resources: [], position: 2 })]);
      await acceptRecords(store, [version('LK1', 2), version('LK2')], { facility: '99002' });
      const asked = await store.standings('99001', ['LK2', 'LK1', 'none', '']);
      expect(asked.map(({ identity, version: number }) => `${identity} ${number}`)).toEqual(['LK1 1']);
      expect((await store.standingsBetween('99001', FROM, UNTIL)).map(({ identity }) => identity)).toEqual(['LK1']);
      expect((await store.standingsBetween('99002', FROM, UNTIL)).map(({ identity }) => identity)).toEqual([
        'LK1',
        'LK2',
      ]);
      expect(await store.standingsBetween('99003', FROM, UNTIL)).toEqual([]);
    });

    it('is told for the records of a period, by identity, with what came of them since', async () => {
      const { store } = opened;
      const keys = ['LK2', 'lk1', 'Á1', 'LK1', 'document-xml/1'];
      for (const key of keys) await acceptRecords(store, [version(key)], { receivedAt: FROM });
      await acceptRecords(store, [version('BEFORE')], { receivedAt: FROM - 1 });
      await acceptRecords(store, [version('LK2', 2)], { receivedAt: UNTIL });
      await acceptRecords(store, [version('FHIR', 1, { kind: 'fhir' })], { receivedAt: UNTIL - 1 });
      const found = await store.standingsBetween('99001', FROM, UNTIL);
      expect(found.map(({ identity }) => identity)).toEqual(['FHIR', 'LK1', 'LK2', 'document-xml/1', 'lk1', 'Á1']);
      expect(found.find(({ identity }) => identity === 'LK2')).toMatchObject({ version: 2, receivedAt: UNTIL });
    });
  });

  describe('what a destination keeps by our account', () => {
    const opened = useStore(open);
    const leaves = (from = FROM, until = UNTIL, destination = 'province') =>
      collect(opened.store.deliveredBetween(destination, from, until));

    it('is what was delivered with a message of its own, of the day on which it was received', async () => {
      const { store } = opened;
      const first = version('LK1');
      await acceptRecords(store, [first], { receivedAt: FROM });
      await acceptRecords(store, [version('LK2')], { receivedAt: UNTIL - 1 });
      await acceptRecords(store, [version('LK3')], { receivedAt: FROM - 1 });
      await acceptRecords(store, [version('LK4')], { receivedAt: UNTIL });
      await sendAll(store, UNTIL);
      await acceptRecords(store, [version('LK5')], { receivedAt: NOON, owed: ['nation'] });
      await acceptRecords(store, [version('LK6')], { receivedAt: NOON });
      await deliverAll(store, NOON);
      expect(await leaves()).toEqual([
        {
          facility: '99001',
          identity: 'LK1',
          recordId: first.id,
          version: 1,
          sha256: sha256Of(`sent ${first.id}`),
          receipt: 'r-LK1',
        },
        expect.objectContaining({ identity: 'LK2' }),
      ]);
      expect(await leaves(FROM, UNTIL, 'nation')).toEqual([]);
    });

    it('is in order of facility and identity, by their bytes', async () => {
      const { store } = opened;
      for (const key of ['b', 'Á', 'B', 'a/1']) {
        await acceptRecords(store, [version(key)]);
        await acceptRecords(store, [version(key)], { facility: '99002' });
      }
      await sendAll(store, NOON);
      expect((await leaves()).map(({ facility, identity }) => `${facility} ${identity}`)).toEqual(
        ['99001', '99002'].flatMap((facility) => ['B', 'a/1', 'b', 'Á'].map((key) => `${facility} ${key}`)),
      );
    });

    it('has one leaf for a record and day: the newest version that was delivered', async () => {
      const { store } = opened;
      for (const value of [1, 2]) {
        await acceptRecords(store, [version('LK1', value)]);
        await sendAll(store, NOON);
      }
      await acceptRecords(store, [version('LK1', 3)], { receivedAt: NOON + DAY_MS });
      await sendAll(store, NOON + DAY_MS);
      await acceptRecords(store, [version('LK1', 4)], { receivedAt: NOON + DAY_MS });
      expect(await leaves()).toMatchObject([{ version: 2 }]);
      expect(await leaves(UNTIL, UNTIL + DAY_MS)).toMatchObject([{ version: 3 }]);
    });

    it('leaves out what only counts as delivered, because a newer version went', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('LK1', 1)]);
      const [first] = await leaseAt(store, NOON);
      if (first === undefined) throw new Error('nothing was leased');
      await store.keepMessage(first.id, first.fence, messageOf('maybe there'));
      await store.settle([settlementOf(first, { state: 'parked', reason: 'outcome-unknown' })]);
      await acceptRecords(store, [version('LK1', 2)], { receivedAt: NOON + DAY_MS });
      await sendAll(store, NOON + DAY_MS);
      await store.moveDeliveries({ action: 'retry', filter: { id: first.id }, now: NOON + DAY_MS });
      expect(await leaseAt(store, NOON + DAY_MS)).toEqual([]);
      expect(await leaves()).toEqual([]);
    });

    it('names the message that was found to have arrived, not the last attempt', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('LK1')]);
      const [first] = await leaseAt(store, NOON);
      if (first === undefined) throw new Error('nothing was leased');
      await store.keepMessage(first.id, first.fence, messageOf('arrived'));
      await store.settle([settlementOf(first, { state: 'unknown', dueAt: NOON })]);
      await deliverAll(store, NOON);
      expect(await leaves()).toMatchObject([{ sha256: sha256Of('arrived') }]);
    });

    it('is sent again where the destination has lost it', async () => {
      const { store } = opened;
      const [first, second, third] = [version('LK1'), version('LK2'), version('LK3')] as const;
      await acceptRecords(store, [first, second, third]);
      await sendAll(store, NOON);
      await acceptRecords(store, [version('LK2', 2)]);
      const later = NOON + 1_000;
      expect(await store.sendAgain('province', [first.id, second.id, 'none'], later)).toEqual([first.id]);
      expect(await store.sendAgain('nation', [first.id], later)).toEqual([]);
      expect(await store.sendAgain('province', [first.id], later)).toEqual([]);
      expect((await leaves()).map(({ identity }) => identity)).toEqual(['LK2', 'LK3']);
      expect(await store.deliveries({ recordKey: 'LK1', limit: 1 })).toMatchObject([
        { state: 'queued', reason: 'lost-there', deliveredAt: null, receipt: null, queuedAt: later, dueAt: later },
      ]);
      expect(
        (await leaseAt(store, later)).map((each) => [each.recordKey, each.attempt, each.unsettled, each.deliveredBy]),
      ).toEqual([
        ['LK2', 1, null, null],
        ['LK1', 2, null, 1],
      ]);
    });

    it('stays one that arrived before while sending it again fails', async () => {
      const { store } = opened;
      const lost = version('LK1');
      await acceptRecords(store, [lost]);
      await sendAll(store, NOON);
      await store.sendAgain('province', [lost.id], NOON);
      for (const attempt of [2, 3]) {
        const [again] = await leaseAt(store, NOON);
        expect(again).toMatchObject({ attempt, deliveredBy: 1 });
        if (again === undefined) throw new Error('nothing was leased');
        await store.settle([settlementOf(again, { state: 'retry', dueAt: NOON, reason: 'http-503' })]);
      }
      await sendAll(store, NOON);
      await store.sendAgain('province', [lost.id], NOON);
      expect(await leaseAt(store, NOON)).toMatchObject([{ attempt: 5, deliveredBy: 4 }]);
    });

    it('is sent again before what its patient is owed, and not while that is under way', async () => {
      const { store } = opened;
      const first = recordOf({ key: 'LK1' });
      await acceptRecords(store, [first]);
      await sendAll(store, NOON);
      await acceptRecords(store, [recordOf({ key: 'LK2' })]);
      const [under] = await leaseAt(store, NOON);
      await acceptRecords(store, [recordOf({ key: 'LK3' })]);
      await store.sendAgain('province', [first.id], NOON);
      expect(await leaseAt(store, NOON)).toEqual([]);
      if (under === undefined) throw new Error('nothing was leased');
      await store.settle([settlementOf(under)]);
      expect((await deliverAll(store, NOON)).map(({ recordKey }) => recordKey)).toEqual(['LK1', 'LK3']);
    });
  });

  describe('a day that was confirmed', () => {
    const opened = useStore(open);

    it('is remembered with the last instant that was compared', async () => {
      await opened.store.confirmDay('province', '2026-11-22', NOON + 5);
      await opened.store.confirmDay('province', '2026-11-22', NOON);
      await opened.store.confirmDay('province', '2026-11-21', NOON);
      await opened.store.confirmDay('nation', '2026-11-20', NOON);
      const store = await opened.reopen();
      expect(await store.confirmedDays('province')).toEqual(
        new Map([
          ['2026-11-21', NOON],
          ['2026-11-22', NOON + 5],
        ]),
      );
      expect(await store.confirmedDays('none')).toEqual(new Map());
    });
  });
}
