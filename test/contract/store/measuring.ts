import { describe, expect, it } from '@jest/globals';
import { verifyChain } from '../../../src/audit/verify-chain.ts';
import { acceptRecords, collect, evidenceOf, NOON, recordOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const DAY = '2026-11-22';
const DAY_MS = 86_400_000;
/** The last millisecond of the day in Việt Nam. */
const MIDNIGHT = Date.parse('2026-11-23T00:00:00+07:00');

export function describeMeasuring(open: OpenStore): void {
  describe('evidence, facts and audit', () => {
    const opened = useStore(open);

    async function counts(facility = '99001', fromDay = DAY, toDay = DAY): Promise<Record<string, number>> {
      const found = await opened.store.evidence({ facility, fromDay, toDay });
      return Object.fromEntries(found.map(({ kind, count }) => [kind, count]));
    }

    it('counts submissions, records and encounters by their day of receipt', async () => {
      const { store } = opened;
      const signed = evidenceOf({ encounter: 'LK2', source: 'emr', level: 3, signed: true, identity: false });
      await acceptRecords(store, [
        recordOf({ key: 'LK1', evidence: evidenceOf({ level: 0 }) }),
        recordOf({ key: 'LK2', evidence: signed }),
        recordOf({ key: 'LK3', state: 'quarantined' }),
        recordOf({ key: '', state: 'refused', resources: [], evidence: null }),
      ]);
      await acceptRecords(store, [recordOf({ key: 'LK4' })], { receivedAt: MIDNIGHT - 1 });
      await acceptRecords(store, [recordOf({ key: 'LK5' })], { receivedAt: MIDNIGHT });
      expect(await counts()).toEqual({
        submissions: 2,
        'records-accepted': 3,
        'records-quarantined': 1,
        'records-refused': 1,
        'encounters-claim': 2,
        'encounters-emr': 1,
        'encounters-with-sections': 2,
        'encounters-identified': 2,
        'encounters-signed': 1,
      });
      expect(await counts('99001', '2026-11-23', '2026-11-23')).toMatchObject({
        submissions: 1,
        'encounters-claim': 1,
      });
      expect(await counts('99002')).toEqual({});
    });

    it('counts an encounter once, however often its record is sent', async () => {
      const { store } = opened;
      await acceptRecords(store, [recordOf()]);
      await acceptRecords(store, [recordOf()]);
      await acceptRecords(store, [recordOf({ resources: [] })]);
      expect(await counts()).toMatchObject({ submissions: 3, 'records-accepted': 3, 'encounters-claim': 1 });
    });

    it('a form that tells of no care episode counts among the records, and is no fact of coverage', async () => {
      const { store } = opened;
      await acceptRecords(store, [recordOf({ key: 'health-check-xml/LK1', evidence: null })], {
        format: 'health-check-xml',
      });
      await acceptRecords(store, [recordOf({ key: 'LK1' })]);
      expect(await counts()).toEqual({
        submissions: 2,
        'records-accepted': 2,
        'encounters-claim': 1,
        'encounters-with-sections': 1,
        'encounters-identified': 1,
      });
      const facts = await collect(store.facts(MIDNIGHT));
      expect(facts.filter(({ type }) => type === 'record')).toMatchObject([{ source: 'claim' }]);
    });

    it('gives evidence of all facilities, in order', async () => {
      await acceptRecords(opened.store, [recordOf()], { facility: '99002' });
      await acceptRecords(opened.store, [recordOf()], { facility: '99001' });
      const found = await opened.store.evidence({ fromDay: '2026-11-01', toDay: DAY });
      const submissions = found.filter(({ kind }) => kind === 'submissions');
      expect(submissions).toEqual(
        ['99001', '99002'].map((facility) => ({ facility, day: DAY, kind: 'submissions', count: 1 })),
      );
      expect(await opened.store.evidence({ fromDay: '2026-11-01', toDay: '2026-11-21' })).toEqual([]);
    });

    it('gives the facts up to an instant in the order of receipt, sign-ins once a day', async () => {
      const { store } = opened;
      await acceptRecords(store, [recordOf({ key: 'LK2' })], { receivedAt: NOON + 2_000 });
      await acceptRecords(store, [recordOf({ key: 'LK1' })], { receivedAt: NOON });
      await acceptRecords(store, [recordOf({ key: 'LK3' })], { receivedAt: NOON + 2_001 });
      for (const at of [NOON + 1_500, NOON + 1_000, NOON + 1_700, NOON - DAY_MS]) await store.recordSignIn('99001', at);

      const record = {
        type: 'record',
        facility: '99001',
        outcome: 'accepted',
        source: 'claim',
        endOfCare: '2026-11-22T07:00:00+07:00',
        level: 1,
        due: ['administrative', 'orders'],
        present: ['administrative'],
        identity: true,
        signed: false,
      };
      expect(await collect(store.facts(NOON + 2_000))).toEqual([
        { type: 'sign-in', facility: '99001', at: '2026-11-21T08:00:00+07:00' },
        { ...record, encounter: 'LK1', at: '2026-11-22T08:00:00+07:00' },
        { type: 'sign-in', facility: '99001', at: '2026-11-22T08:00:01+07:00' },
        { ...record, encounter: 'LK2', at: '2026-11-22T08:00:02+07:00' },
      ]);
      expect(await counts()).toMatchObject({ 'sign-in': 3 });
    });

    it('gives a fact for every record received: again, quarantined, refused, unreadable', async () => {
      const { store } = opened;
      const unreadable = recordOf({ key: '', state: 'refused', resources: [], evidence: null });
      const open = recordOf({ key: 'LK2', state: 'quarantined', evidence: evidenceOf({ endOfCare: null }) });
      await acceptRecords(store, [recordOf(), recordOf(), open, unreadable], { format: 'fhir-json' });
      expect(await collect(store.facts(NOON))).toMatchObject([
        { encounter: 'LK1', outcome: 'accepted' },
        { encounter: 'LK1', outcome: 'accepted' },
        { outcome: 'quarantined', endOfCare: null },
        { encounter: '', outcome: 'refused', source: 'emr', level: 0, due: [], present: [], identity: false },
      ]);
    });

    it('streams more facts than are read at once', async () => {
      const records = Array.from({ length: 2_500 }, (_, index) =>
        recordOf({ key: `LK${index}`, state: 'quarantined', resources: [] }),
      );
      await acceptRecords(opened.store, records);
      const facts = await collect(opened.store.facts(NOON));
      expect(facts.map((fact) => fact.type === 'record' && fact.encounter)).toEqual(records.map(({ key }) => key));
    });

    it('knows the newest accepted record of each facility', async () => {
      const { store } = opened;
      expect(await store.lastRecords()).toEqual(new Map());
      await acceptRecords(store, [recordOf()], { receivedAt: NOON + 5 });
      await acceptRecords(store, [recordOf({ key: 'LK2' })], { receivedAt: NOON });
      await acceptRecords(store, [recordOf({ key: 'LK3', state: 'refused' })], { receivedAt: NOON + 9 });
      await acceptRecords(store, [recordOf({ state: 'quarantined' })], { facility: '99002' });
      expect(await store.lastRecords()).toEqual(new Map([['99001', NOON + 5]]));
    });

    it('chains its own and other audit entries', async () => {
      const entry = JSON.stringify({ resourceType: 'AuditEvent', recorded: '2026-11-22T08:00:00+07:00' });
      await acceptRecords(opened.store, [recordOf()]);
      await opened.store.appendAudit(NOON, entry);
      await Promise.all(
        Array.from({ length: 10 }, (_, index) => acceptRecords(opened.store, [recordOf({ key: `K${index}` })])),
      );
      const store = await opened.reopen();
      const entries = await store.audit(1, 100);
      expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
      expect(entries[1]).toMatchObject({ at: NOON, entry });
      expect(await store.audit(12, 100)).toHaveLength(1);
      expect(await store.audit(1, 3)).toHaveLength(3);
      expect(await verifyChain(store)).toMatchObject({ ok: true, entries: 12 });
    });

    it('refuses an audit entry that gives another time', async () => {
      const entry = JSON.stringify({ resourceType: 'AuditEvent', recorded: '2026-11-22T08:00:00+07:00' });
      await expect(opened.store.appendAudit(NOON + 1, entry)).rejects.toThrow('instant');
      await expect(opened.store.appendAudit(NOON, '{}')).rejects.toThrow('instant');
      expect(await opened.store.audit(1, 10)).toEqual([]);
    });
  });
}
