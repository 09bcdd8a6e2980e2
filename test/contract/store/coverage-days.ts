import { describe, expect, it } from '@jest/globals';
import type { ClosedDays, KeptDay } from '../../../src/types/coverage-ledger.ts';
import { collect } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const DEFINITIONS = '1/level-1';

function kept(day: string, facility: string, content = `{"of":"${day}"}`): KeptDay {
  return { day, facility, content };
}

function closedAt(through: string): ClosedDays {
  return { through, definitions: DEFINITIONS, begun: 7, seen: 5_000_000_000 };
}

export function describeCoverageDays(open: OpenStore): void {
  describe('closed days of coverage', () => {
    const opened = useStore(open);

    async function close(
      after: ClosedDays | null,
      through: string,
      tallies: readonly KeptDay[] = [],
    ): Promise<boolean> {
      const figures = [kept(through, '99001', `{"figures":"${through}"}`)];
      return opened.store.closeDay({ after, closed: closedAt(through), tallies, figures });
    }

    it('are none at first, and kept for good once they are closed', async () => {
      expect(await opened.store.closedDays()).toBeNull();
      expect(await close(null, '2026-11-20', [kept('2026-11-20', '99001'), kept('2026-11-19', '99002')])).toBe(true);
      const store = await opened.reopen();
      expect(await store.closedDays()).toEqual(closedAt('2026-11-20'));
      expect(await collect(store.tallies('2026-11-01', '2026-11-30'))).toEqual([
        kept('2026-11-19', '99002'),
        kept('2026-11-20', '99001'),
      ]);
      expect(await collect(store.figures('2026-11-20', '2026-11-20'))).toEqual([
        kept('2026-11-20', '99001', '{"figures":"2026-11-20"}'),
      ]);
    });

    it('go on from where they were only: of two processes one wins, and nothing of the other is written', async () => {
      const other = await opened.beside();
      await close(null, '2026-11-20', [kept('2026-11-20', '99001')]);
      expect(await close(null, '2026-11-20', [kept('2026-11-20', '99001', '{}')])).toBe(false);
      const after = closedAt('2026-11-20');
      const day = { after, closed: closedAt('2026-11-21'), figures: [] };
      const won = await Promise.all([
        opened.store.closeDay({ ...day, tallies: [kept('2026-11-21', '99001', '{"by":"one"}')] }),
        other.closeDay({ ...day, tallies: [kept('2026-11-21', '99001', '{"by":"other"}')] }),
      ]);
      expect(won.toSorted()).toEqual([false, true]);
      expect(await collect(opened.store.tallies('2026-11-20', '2026-11-21'))).toEqual([
        kept('2026-11-20', '99001'),
        kept('2026-11-21', '99001', won[0] ? '{"by":"one"}' : '{"by":"other"}'),
      ]);
      expect(await close({ ...closedAt('2026-11-21'), definitions: '2/level-1' }, '2026-11-22')).toBe(false);
      await other.close();
    });

    it('replace the tallies that are otherwise, and leave the rest', async () => {
      await close(null, '2026-11-20', [kept('2026-11-19', '99001'), kept('2026-11-20', '99001')]);
      await close(closedAt('2026-11-20'), '2026-11-21', [kept('2026-11-19', '99001', '{"again":true}')]);
      expect(await collect(opened.store.tallies('2026-11-19', '2026-11-20'))).toEqual([
        kept('2026-11-19', '99001', '{"again":true}'),
        kept('2026-11-20', '99001'),
      ]);
      expect(await collect(opened.store.figures('2026-11-01', '2026-11-30'))).toHaveLength(2);
    });

    it('are forgotten all together', async () => {
      await close(null, '2026-11-20', [kept('2026-11-20', '99001')]);
      await opened.store.forgetClosedDays();
      expect(await opened.store.closedDays()).toBeNull();
      expect(await collect(opened.store.tallies('0000-01-01', '9999-12-31'))).toEqual([]);
      expect(await collect(opened.store.figures('0000-01-01', '9999-12-31'))).toEqual([]);
      expect(await close(null, '2026-11-01')).toBe(true);
    });

    it('are read in order, however many there are', async () => {
      const facilities = Array.from({ length: 700 }, (_, number) => String(10_000 + number));
      const days = ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'];
      const tallies = days.flatMap((day) => facilities.map((code) => kept(day, code)));
      await close(null, '2026-11-22', tallies.toReversed());
      expect(await collect(opened.store.tallies('2026-11-20', '2026-11-21'))).toEqual(tallies.slice(700, 2_100));
    });
  });
}
