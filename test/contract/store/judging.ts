import { describe, expect, it } from '@jest/globals';
import { acceptRecords, collect, NOON, recordOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const POLICY = 'default@1+3f2a9c1e/grace';
const HOUR = 3_600_000;

export function describeJudging(open: OpenStore): void {
  describe('judgements', () => {
    const opened = useStore(open);
    const told = async (from = NOON, until = NOON + HOUR) => collect(opened.store.judgements(from, until));
    const rulesOf = async (from?: number, until?: number) => (await told(from, until)).map(({ broken }) => broken);

    it('tell how a record was judged, and by which policy; nothing of what it says', async () => {
      const broken = ['LT-B001', 'LT-B053'];
      await acceptRecords(opened.store, [recordOf({ key: 'SECRET', state: 'quarantined', policy: POLICY, broken })]);
      expect(await told()).toEqual([
        { facility: '99001', at: NOON, format: 'claim-xml', state: 'quarantined', policy: POLICY, broken },
      ]);
    });

    it('are those of a period, both ends included', async () => {
      for (const [at, rule] of [
        [NOON - 1, 'LT-B001'],
        [NOON, 'LT-B002'],
        [NOON + HOUR, 'LT-B003'],
        [NOON + HOUR + 1, 'LT-B004'],
      ] as const) {
        await acceptRecords(opened.store, [recordOf({ key: rule, broken: [rule] })], { receivedAt: at });
      }
      expect(await rulesOf()).toEqual([['LT-B002'], ['LT-B003']]);
    });

    it('tell a record once, as it came last in the period, whatever became of it', async () => {
      const send = (receivedAt: number, broken: readonly string[], state: 'accepted' | 'refused' = 'accepted') =>
        acceptRecords(opened.store, [recordOf({ broken, state })], { receivedAt });
      await send(NOON, ['LT-B001']);
      await send(NOON + 1, ['LT-B002'], 'refused');
      await send(NOON + 2, ['LT-B003']);
      expect(await rulesOf()).toEqual([['LT-B003']]);
      expect(await rulesOf(NOON, NOON + 1)).toEqual([['LT-B002']]);
      expect(await rulesOf(NOON, NOON)).toEqual([['LT-B001']]);
    });

    it('tell records without a key each for itself', async () => {
      const unread = () => recordOf({ key: '', state: 'refused', resources: [], evidence: null, broken: ['LT-D040'] });
      await acceptRecords(opened.store, [unread()]);
      await acceptRecords(opened.store, [unread()]);
      expect(await rulesOf()).toEqual([['LT-D040'], ['LT-D040']]);
    });

    it('are read page by page, in order of receipt', async () => {
      for (let call = 0; call < 3; call += 1) {
        const records = Array.from({ length: 700 }, (_, at) =>
          recordOf({
            key: `LK${call}-${at}`,
            position: at + 1,
            state: 'refused',
            resources: [],
            broken: [`${call}-${at}`],
          }),
        );
        await acceptRecords(opened.store, records, { receivedAt: NOON + call });
      }
      const found = await rulesOf();
      expect(found).toHaveLength(2_100);
      expect([found[0], found[1_000], found[2_099]]).toEqual([['0-0'], ['1-300'], ['2-699']]);
    });
  });
}
