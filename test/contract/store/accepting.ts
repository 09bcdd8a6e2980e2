import { describe, expect, it } from '@jest/globals';
import { verifyChain } from '../../../src/audit/verify-chain.ts';
import { collect, NOON, recordOf, submissionOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

export function describeAccepting(open: OpenStore): void {
  describe('accept', () => {
    const opened = useStore(open);

    it('keeps a submission with its records, resources and deliveries, also after it was closed', async () => {
      const quarantined = recordOf({ key: 'LK2', position: 2, state: 'quarantined', outcome: '{"why":"quarantine"}' });
      const refused = recordOf({ key: '', position: 3, state: 'refused', resources: [], evidence: null });
      const submission = submissionOf({
        bytes: Buffer.from([0xff, 0x00, 0xfe, ...Buffer.from('đủ byte')]),
        channel: 'fhir',
        format: 'fhir-json',
        state: 'partly-accepted',
        response: '{"resourceType":"Bundle","type":"transaction-response"}',
        outcome: '{"resourceType":"OperationOutcome"}',
        records: [recordOf(), quarantined, refused],
        owed: ['province', 'nation'],
      });
      expect(await opened.store.accept(submission)).toEqual({ kind: 'stored' });
      const store = await opened.reopen();

      const queued = {
        state: 'queued',
        attempts: 0,
        queuedAt: NOON,
        deadline: null,
        deliveredAt: null,
        receipt: null,
        reason: null,
        faults: [],
      };
      expect(await store.submission('99001', submission.id)).toEqual({
        id: submission.id,
        facility: '99001',
        format: 'fhir-json',
        sha256: submission.sha256,
        state: 'partly-accepted',
        receivedAt: NOON,
        response: submission.response,
        outcome: submission.outcome,
        records: [
          {
            id: submission.records[0]?.id,
            key: 'LK1',
            kind: 'claim',
            state: 'accepted',
            outcome: submission.records[0]?.outcome,
            resourceCount: 2,
            deliveries: [
              { destination: 'nation', ...queued },
              { destination: 'province', ...queued },
            ],
          },
          {
            id: quarantined.id,
            key: 'LK2',
            kind: 'claim',
            state: 'quarantined',
            outcome: '{"why":"quarantine"}',
            resourceCount: 2,
            deliveries: [],
          },
          {
            id: refused.id,
            key: '',
            kind: 'claim',
            state: 'refused',
            outcome: refused.outcome,
            resourceCount: 0,
            deliveries: [],
          },
        ],
      });
      expect(await store.rawBytes('99001', submission.id)).toEqual(submission.bytes);
      expect(await store.resource('99001', 'Observation', 'o-LK1')).toEqual(recordOf().resources[1]);
      expect(await store.resource('99001', 'Observation', 'o-LK2')).toBeUndefined();
      const references = ['Observation/o-LK1', 'Patient/o-LK1', 'Observation/o-LK2'];
      expect(await store.known('99001', references)).toEqual(new Set(['Observation/o-LK1']));
      expect(await store.known('99002', references)).toEqual(new Set());
    });

    it('answers the same key with the same bytes as a replay, with other bytes as a conflict, and writes nothing', async () => {
      const { store } = opened;
      const first = submissionOf({ idempotencyKey: 'key-1' });
      await store.accept(first);
      const again = { ...first, id: submissionOf().id, records: [recordOf({ key: 'LK9' })] };
      const other = submissionOf({ idempotencyKey: 'key-1', records: [recordOf({ key: 'LK9' })] });
      expect(await store.accept(again)).toEqual({ kind: 'replay', submissionId: first.id });
      expect(await store.accept(other)).toEqual({ kind: 'conflict', submissionId: first.id });

      expect(await store.findByKey('99001', 'key-1')).toEqual({ id: first.id, sha256: first.sha256 });
      expect(await store.findByKey('99001', 'key-2')).toBeUndefined();
      expect(await store.submission('99001', again.id)).toBeUndefined();
      expect(await store.submissionsOfRecord('99001', 'LK9')).toEqual([]);
      expect(await store.audit(1, 10)).toHaveLength(1);
    });

    it('stores one of many submissions that come at once with the same key', async () => {
      const { store } = opened;
      const bytes = Buffer.from('the same bytes');
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, () => store.accept(submissionOf({ bytes, idempotencyKey: 'key-1' }))),
      );
      expect(outcomes.filter(({ kind }) => kind === 'stored')).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'replay')).toHaveLength(49);
      expect(await collect(store.facts(NOON))).toHaveLength(1);
    });

    it('keeps the good ones when one of many that come at once cannot be stored', async () => {
      const { store } = opened;
      const good = Array.from({ length: 20 }, (_, index) =>
        submissionOf({ records: [recordOf({ key: `LK${index}` })] }),
      );
      const bad = submissionOf({ records: [recordOf({ key: 'BAD' }), recordOf({ key: 'BAD2', position: 1 })] });
      const outcomes = await Promise.allSettled([...good.slice(0, 10), bad, ...good.slice(10)].map(store.accept));
      expect(outcomes.map(({ status }) => status)).toEqual(
        Array.from({ length: 21 }, (_, index) => (index === 10 ? 'rejected' : 'fulfilled')),
      );
      for (const { id } of good) expect(await store.submission('99001', id)).toBeDefined();
      expect(await store.submission('99001', bad.id)).toBeUndefined();
      expect(await store.submissionsOfRecord('99001', 'BAD')).toEqual([]);
      expect(await store.resource('99001', 'Observation', 'o-BAD')).toBeUndefined();
      expect(await verifyChain(store)).toMatchObject({ ok: true, entries: 20 });
    });

    it('refuses a facility that is not registered', async () => {
      const stranger = submissionOf({ facility: '99999' });
      await expect(opened.store.accept(stranger)).rejects.toThrow();
      expect(await opened.store.submission('99999', stranger.id)).toBeUndefined();
    });

    it('writes an audit entry for each submission that names it, its facility and its bytes', async () => {
      const submission = submissionOf();
      await opened.store.accept(submission);
      const [entry] = await opened.store.audit(1, 10);
      const event = JSON.parse(entry?.entry ?? '{}');
      expect(event).toMatchObject({
        resourceType: 'AuditEvent',
        action: 'C',
        agent: [{ who: { identifier: { value: '99001' } }, requestor: true }, { requestor: false }],
        entity: [{ what: { identifier: { value: submission.id } } }],
      });
      expect(event.entity[0].detail).toContainEqual({ type: 'sha256', valueString: submission.sha256 });
      expect(await verifyChain(opened.store)).toMatchObject({ ok: true, entries: 1 });
    });
  });
}
