import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { verifyChain } from '../../../src/audit/verify-chain.ts';
import type { LeasedDelivery } from '../../../src/types/delivery.ts';
import type { RecordToStore } from '../../../src/types/intake.ts';
import type { Hold, RetentionEntry, RetentionRequest } from '../../../src/types/retention.ts';
import type { Store } from '../../../src/types/store.ts';
import {
  acceptRecords,
  collect,
  leaseAt,
  messageOf,
  NOON,
  observation,
  patient,
  recordOf,
  sendAll,
  settlementOf,
  submissionOf,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const DAY_MS = 86_400_000;
const DAY = '2026-11-22';
/** Long after everything. */
const END = NOON + 100 * DAY_MS;
const NEVER = 0;

function ask(changes: Partial<RetentionRequest> = {}): RetentionRequest {
  return {
    records: [{ kind: 'claim', before: END }],
    messagesBefore: NEVER,
    versionsBefore: NEVER,
    limit: 1_000,
    ...changes,
  };
}

const MESSAGES = ask({ records: [], messagesBefore: END });
const VERSIONS = ask({ records: [], versionsBefore: END });

function version(key: string, value = 1, changes: Partial<RecordToStore> = {}): RecordToStore {
  const subject = `p-${key}`;
  return recordOf({
    key,
    patient: `Patient/${subject}`,
    resources: [patient(subject), observation(`o-${key}`, value)],
    ...changes,
  });
}

function hold(changes: Partial<Hold> = {}): Hold {
  return { id: 'h1', facility: '99001', recordKey: null, at: NOON, by: 'op-1', reason: 'thanh tra', ...changes };
}

const toldOf = (entries: readonly RetentionEntry[]) =>
  entries.map(({ what, recordKey, keptBy }) => `${what} ${recordKey} ${keptBy}`);

export function describeRetaining(open: OpenStore): void {
  describe('retention', () => {
    const opened = useStore(open);
    const list = async (request = ask()) => toldOf(await opened.store.expired(request));

    /** Everything that is owed is delivered, and its day confirmed. */
    async function settleAll(store: Store = opened.store): Promise<void> {
      await sendAll(store, NOON + 10 * DAY_MS);
      for (let day = 22; day < 30; day += 1) await store.confirmDay('province', `2026-11-${day}`, END);
    }

    async function purgeAll(request: RetentionRequest): Promise<number> {
      let gone = 0;
      for (let more = 1; more > 0; gone += more) more = await opened.store.purge(request);
      return gone;
    }

    it('lets go of a record that was delivered and reconciled: its content and its bytes', async () => {
      const { store } = opened;
      const submission = submissionOf({ records: [version('LK1')], response: '{"resourceType":"Bundle"}' });
      await store.accept(submission);
      await settleAll();
      const [row] = await store.deliveries({ recordKey: 'LK1', limit: 1 });
      expect(await store.expired(ask())).toEqual([
        { what: 'record', facility: '99001', recordKey: 'LK1', kind: 'claim', receivedAt: NOON, keptBy: null },
      ]);
      expect(await purgeAll(ask())).toBe(1);
      expect(await list()).toEqual([]);
      for (const [type, id] of [
        ['Patient', 'p-LK1'],
        ['Observation', 'o-LK1'],
      ] as const) {
        expect(await store.resource('99001', type, id)).toBeUndefined();
        expect(await store.current('99001', type, id)).toBeUndefined();
      }
      expect(await store.ofPatients('99001', ['p-LK1'], 10)).toEqual({ resources: [], isComplete: true });
      expect(await store.rawBytes('99001', submission.id)).toBeUndefined();
      expect(await store.sentMessage(row?.id as string, 1)).toBeUndefined();
    });

    it('leaves receipts, idempotency keys, facts, standings and the audit chain', async () => {
      const { store } = opened;
      const submission = submissionOf({ idempotencyKey: 'key-1', records: [version('LK1')], response: '{"a":1}' });
      await store.accept(submission);
      await settleAll();
      const read = async () => ({
        receipt: await store.submission('99001', submission.id),
        ofRecord: await store.submissionsOfRecord('99001', 'LK1'),
        key: await store.findByKey('99001', 'key-1'),
        facts: await collect(store.facts(END)),
        standings: await store.standings('99001', ['LK1']),
        leaves: await collect(store.deliveredBetween('province', 0, END)),
        audit: await verifyChain(store),
      });
      const before = await read();
      await purgeAll(ask({ messagesBefore: END, versionsBefore: END }));
      expect(await read()).toEqual(before);
      expect(before.leaves).toHaveLength(1);
      expect(await store.accept({ ...submission, id: 'other' })).toEqual({
        kind: 'replay',
        submissionId: submission.id,
      });
    });

    it('takes a record that comes again after its content was let go as new', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('LK1')]);
      await settleAll();
      await purgeAll(ask());
      await acceptRecords(store, [version('LK1')]);
      expect(await store.resource('99001', 'Observation', 'o-LK1')).toEqual(observation('o-LK1'));
      expect(await sendAll(store, NOON)).toMatchObject([{ version: 2, removed: [] }]);
    });

    it('asks by kind how long a record is kept, and counts from what came of it last', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('LK1'), version('RX', 1, { kind: 'prescription' })]);
      await acceptRecords(store, [version('LK2')]);
      await acceptRecords(store, [version('LK2', 2)], { receivedAt: NOON + DAY_MS });
      await settleAll();
      const request = ask({ records: [{ kind: 'claim', before: NOON + DAY_MS }] });
      expect(await list(request)).toEqual(['record LK1 null']);
      expect(await list(ask({ records: [{ kind: 'claim', before: NOON }] }))).toEqual([]);
      const rules = [
        { kind: 'prescription' as const, before: END },
        { kind: 'fhir' as const, before: END },
      ];
      expect(await list(ask({ records: rules }))).toEqual(['record RX null']);
    });

    it.each(['queued', 'sending', 'unknown', 'refused', 'parked'] as const)(
      'keeps what is not delivered: %s',
      async (state) => {
        const { store } = opened;
        await acceptRecords(store, [version('LK1', 1)], { owed: ['province', 'nation'] });
        await acceptRecords(store, [version('LK1', 2)], { owed: ['province', 'nation'] });
        await settleAll();
        await store.confirmDay('nation', DAY, END);
        if (state !== 'queued') {
          const [delivery] = await leaseAt(store, NOON, { destination: 'nation', limit: 1 });
          const { id, fence } = delivery as LeasedDelivery;
          await store.keepMessage(id, fence, messageOf('x'));
          if (state !== 'sending') {
            await store.settle([settlementOf(delivery as LeasedDelivery, { state, dueAt: END })]);
          }
        }
        expect(await list()).toEqual(['record LK1 undelivered']);
        expect(await list(VERSIONS)).toEqual(['version LK1 undelivered']);
        expect(await purgeAll(ask())).toBe(0);
        expect(await purgeAll(VERSIONS)).toBe(0);
        expect(await store.resource('99001', 'Observation', 'o-LK1')).toBeDefined();
        if (state === 'queued') return;
        expect((await list(MESSAGES)).toSorted()).toEqual([
          'message LK1 null',
          'message LK1 null',
          'message LK1 undelivered',
        ]);
        expect(await purgeAll(MESSAGES)).toBe(2);
        const [open] = await store.deliveries({ destination: 'nation', recordKey: 'LK1', state, limit: 1 });
        expect(await store.sentMessage(open?.id as string, 1)).toEqual(messageOf('x'));
      },
    );

    it('keeps what is in quarantine and owed, until it is superseded', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('LK1', 1, { state: 'quarantined' })]);
      await acceptRecords(store, [version('LK2', 1, { state: 'quarantined', owed: [] })]);
      expect((await list()).toSorted()).toEqual(['record LK1 undelivered', 'record LK2 null']);
      await acceptRecords(store, [version('LK1', 2)]);
      await settleAll();
      expect((await list()).toSorted()).toEqual(['record LK1 null', 'record LK2 null']);
    });

    it('keeps what is not reconciled: its day is not confirmed, or was before it arrived', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('LK1')], { receivedAt: Date.parse(`${DAY}T00:00:00+07:00`) });
      await acceptRecords(store, [version('LK2')], { receivedAt: Date.parse(`${DAY}T23:59:59.999+07:00`) });
      const arrived = NOON + DAY_MS;
      await sendAll(store, arrived);
      const all = ask({ messagesBefore: END });
      const expected = (reason: string) =>
        ['message', 'message', 'record', 'record'].map((what) => `${what} ${reason}`);
      const told = async () => (await list(all)).map((line) => line.replace(/ LK\d/, '')).toSorted();
      expect(await told()).toEqual(expected('unreconciled'));
      await store.confirmDay('nation', DAY, END);
      await store.confirmDay('province', '2026-11-21', END);
      await store.confirmDay('province', '2026-11-23', END);
      await store.confirmDay('province', DAY, arrived - 1);
      expect(await told()).toEqual(expected('unreconciled'));
      expect(await purgeAll(all)).toBe(0);
      await store.confirmDay('province', DAY, arrived);
      expect(await told()).toEqual(expected('null'));
    });

    it('asks no more of a version than that it, or a newer one, is reconciled', async () => {
      const { store } = opened;
      await acceptRecords(store, [version('LK1', 1)]);
      await sendAll(store, NOON);
      await acceptRecords(store, [version('LK1', 2)], { receivedAt: NOON + DAY_MS });
      await sendAll(store, NOON + DAY_MS);
      await store.confirmDay('province', DAY, END);
      expect(await list()).toEqual(['record LK1 unreconciled']);
      expect(await list(VERSIONS)).toEqual(['version LK1 null']);
      await store.confirmDay('province', '2026-11-23', END);
      expect(await list()).toEqual(['record LK1 null']);
    });

    it('keeps every record of a key that is held as its sender knows it', async () => {
      const { store } = opened;
      const keys = ['LK1', 'health-check-xml/LK1', 'prescription-json/abc-d', 'document-xml/LK2', 'LK10'];
      for (const key of keys) await acceptRecords(store, [version(key)]);
      await settleAll();
      await store.putHold(hold({ recordKey: 'LK1' }));
      await store.putHold(hold({ id: 'h2', recordKey: 'ABC-D' }));
      expect((await list()).toSorted()).toEqual([
        'record LK1 held',
        'record LK10 null',
        'record document-xml/LK2 null',
        'record health-check-xml/LK1 held',
        'record prescription-json/abc-d held',
      ]);
    });

    it('keeps what is held: one record, or all of a facility, whatever else keeps it', async () => {
      const { store } = opened;
      for (const key of ['LK1', 'LK2']) await acceptRecords(store, [version(key)]);
      await acceptRecords(store, [version('LK1')], { facility: '99002' });
      await settleAll();
      await acceptRecords(store, [version('LK1', 2)]);
      await store.putHold(hold({ recordKey: 'LK1' }));
      expect((await store.expired(ask())).map((one) => `${one.facility} ${one.recordKey} ${one.keptBy}`)).toEqual(
        expect.arrayContaining(['99001 LK1 held', '99001 LK2 null', '99002 LK1 null']),
      );
      await store.putHold(hold({ id: 'h2' }));
      expect(await purgeAll(ask({ messagesBefore: END, versionsBefore: END }))).toBe(1);
      expect(await store.resource('99002', 'Observation', 'o-LK1')).toBeUndefined();
      expect(await store.resource('99001', 'Observation', 'o-LK2')).toBeDefined();
      const again = await opened.reopen();
      expect(await again.holds()).toEqual([hold({ recordKey: 'LK1' }), hold({ id: 'h2' })]);
      expect([await again.dropHold('h1'), await again.dropHold('h1'), await again.dropHold('h2')]).toEqual([
        true,
        false,
        true,
      ]);
      expect(toldOf(await again.expired(ask()))).toEqual(['record LK2 null', 'record LK1 undelivered']);
    });

    it('lets the bytes of a submission go with the last of its records', async () => {
      const { store } = opened;
      const both = await acceptRecords(store, [version('LK1'), version('RX', 1, { kind: 'prescription' })]);
      const again = await acceptRecords(store, [version('LK1')]);
      await settleAll();
      await purgeAll(ask());
      expect(await store.rawBytes('99001', both)).toBeDefined();
      expect(await store.rawBytes('99001', again)).toBeUndefined();
      await purgeAll(ask({ records: [{ kind: 'prescription', before: END }] }));
      expect(await store.rawBytes('99001', both)).toBeUndefined();
    });

    it('lets go of what was refused, each unreadable one by itself', async () => {
      const { store } = opened;
      const unread = () => recordOf({ key: '', state: 'refused', resources: [], evidence: null, owed: [] });
      const old = await acceptRecords(store, [unread()]);
      const young = await acceptRecords(store, [unread()], { receivedAt: NOON + DAY_MS });
      expect(await purgeAll(ask({ records: [{ kind: 'claim', before: NOON + DAY_MS }] }))).toBe(1);
      expect(await store.rawBytes('99001', old)).toBeUndefined();
      expect(await store.rawBytes('99001', young)).toBeDefined();
    });

    it('lets go of a superseded version when its successor is old enough, and of nothing that holds now', async () => {
      const { store } = opened;
      const practitioner: Resource = { resourceType: 'Practitioner', id: 'dr1' };
      const older = await acceptRecords(store, [
        version('LK1', 1, { resources: [patient('p-LK1'), practitioner, observation('o-LK1'), observation('gone')] }),
      ]);
      await acceptRecords(store, [version('LK1', 2)], { receivedAt: NOON + DAY_MS });
      await settleAll();
      expect(await list(ask({ records: [], versionsBefore: NOON + DAY_MS }))).toEqual([]);
      expect(await purgeAll(VERSIONS)).toBe(1);
      expect(await list(VERSIONS)).toEqual([]);
      expect(await store.resource('99001', 'Patient', 'p-LK1')).toEqual(patient('p-LK1'));
      expect(await store.resource('99001', 'Practitioner', 'dr1')).toEqual(practitioner);
      expect(await store.resource('99001', 'Observation', 'o-LK1')).toEqual(observation('o-LK1', 2));
      expect(await store.current('99001', 'Observation', 'gone')).toMatchObject({ resource: null });
      expect(await store.rawBytes('99001', older)).toBeDefined();
      await acceptRecords(store, [version('LK1', 3)]);
      expect(await sendAll(store, NOON)).toMatchObject([{ resources: [patient('p-LK1'), observation('o-LK1', 3)] }]);
    });

    it('keeps of a superseded version what a partial one left standing', async () => {
      const { store } = opened;
      await acceptRecords(store, [
        version('LK1', 1, { resources: [patient('p-LK1'), observation('o1'), observation('o2')] }),
      ]);
      const partial = { replacesEpisode: false, resources: [patient('p-LK1'), observation('o2', 2)] };
      await acceptRecords(store, [version('LK1', 2, partial)], { receivedAt: NOON + DAY_MS });
      await settleAll();
      expect(await purgeAll(VERSIONS)).toBe(1);
      expect(await store.resource('99001', 'Observation', 'o1')).toEqual(observation('o1'));
      expect(await purgeAll(ask())).toBe(1);
      for (const id of ['o1', 'o2']) expect(await store.resource('99001', 'Observation', id)).toBeUndefined();
    });

    it('keeps of a patient what other records still say of her, and of the facility what is its own', async () => {
      const { store } = opened;
      const organization: Resource = { resourceType: 'Organization', id: 'f1', name: 'Bệnh viện' };
      const subject = 'Patient/p1';
      const said = (name: string, ...more: readonly Resource[]) => [patient('p1', name), organization, ...more];
      await acceptRecords(store, [recordOf({ key: 'OLD', patient: subject, resources: said('A', observation('o1')) })]);
      await acceptRecords(
        store,
        [recordOf({ key: 'NEW', patient: subject, resources: said('A', observation('o2')) })],
        { receivedAt: NOON + DAY_MS },
      );
      await settleAll();
      const old = ask({ records: [{ kind: 'claim', before: NOON + DAY_MS }] });
      expect(await purgeAll(old)).toBe(1);
      expect(await store.resource('99001', 'Patient', 'p1')).toEqual(patient('p1', 'A'));
      expect(await store.resource('99001', 'Organization', 'f1')).toEqual(organization);
      expect(await store.resource('99001', 'Observation', 'o1')).toBeUndefined();
      expect((await store.ofPatients('99001', ['p1'], 10)).resources.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['p1', 'o2']),
      );
      await purgeAll(ask());
      expect(await store.resource('99001', 'Patient', 'p1')).toBeUndefined();
      expect(await store.resource('99001', 'Organization', 'f1')).toEqual(organization);
    });

    it('lists the oldest first, no more than asked for, and changes nothing by listing', async () => {
      const { store } = opened;
      for (const [key, at] of [
        ['C', 3],
        ['A', 1],
        ['B', 2],
      ] as const) {
        await acceptRecords(store, [version(key)], {
          receivedAt: NOON + at,
          facility: key === 'A' ? '99002' : '99001',
        });
      }
      expect((await store.expired(ask({ limit: 2 }))).map(({ recordKey }) => recordKey)).toEqual(['A', 'B']);
      expect(await list()).toHaveLength(3);
    });

    it('goes on where it stopped, and tells when it is done', async () => {
      const { store } = opened;
      for (let index = 0; index < 7; index += 1) await acceptRecords(store, [version(`LK${index}`)]);
      await settleAll();
      await store.putHold(hold({ recordKey: 'LK3' }));
      const request = ask({ limit: 2 });
      const gone: number[] = [];
      for (let more = 1; more > 0; gone.push(more)) more = await store.purge(request);
      expect(gone).toEqual([2, 2, 2, 0]);
      await store.dropHold('h1');
      expect(await store.purge(request)).toBe(1);
    });
  });
}
