import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { KeptReport } from '../../../src/types/report.ts';
import { NOON } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

function reportOf(month: string, revision: number, changes: Partial<KeptReport> = {}) {
  const content = `{"month":"${month}","revision":${revision},"tên":"Báo cáo tháng"}`;
  const sha256 = hash('sha256', content, 'hex');
  return { month, revision, frozenAt: NOON + revision, by: 'gateway', reason: null, sha256, content, ...changes };
}

export function describeReporting(open: OpenStore): void {
  describe('frozen reports', () => {
    const opened = useStore(open);

    it('keeps revisions beside each other, and gives the newest unless one is named', async () => {
      const { store } = opened;
      const second = reportOf('2026-10', 2, { by: 'Nguyễn A', reason: 'cơ sở 99001 nộp bổ sung' });
      for (const report of [reportOf('2026-10', 1), reportOf('2026-11', 1), second]) {
        expect(await store.keepReport(report)).toBe(true);
      }
      const reopened = await opened.reopen();
      expect(await reopened.report('2026-10')).toEqual(second);
      expect(await reopened.report('2026-10', 1)).toEqual(reportOf('2026-10', 1));
      expect(await reopened.report('2026-10', 3)).toBeUndefined();
      expect(await reopened.report('2026-09')).toBeUndefined();
      expect((await reopened.reports()).map(({ month, revision }) => `${month} ${revision}`)).toEqual([
        '2026-11 1',
        '2026-10 2',
        '2026-10 1',
      ]);
      const { content: _, ...head } = second;
      expect((await reopened.reports())[1]).toEqual(head);
    });

    it('never overwrites, and leaves no gap', async () => {
      const { store } = opened;
      await store.keepReport(reportOf('2026-10', 1));
      expect(await store.keepReport(reportOf('2026-10', 1, { by: 'another' }))).toBe(false);
      expect(await store.keepReport(reportOf('2026-10', 3))).toBe(false);
      expect(await store.keepReport(reportOf('2026-12', 2))).toBe(false);
      expect(await store.reports()).toHaveLength(1);
      expect((await store.report('2026-10'))?.by).toBe('gateway');
    });

    it('lets one of several processes freeze a month', async () => {
      const beside = await opened.beside();
      const tries = [opened.store, beside, opened.store, beside].map((store, index) =>
        store.keepReport(reportOf('2026-10', 1, { by: `process ${index}` })),
      );
      expect((await Promise.all(tries)).filter((kept) => kept)).toHaveLength(1);
      await beside.close();
    });

    it('refuses a content that is not of its SHA-256', async () => {
      const forged = { ...reportOf('2026-10', 1), content: '{}' };
      await expect(opened.store.keepReport(forged)).rejects.toThrow('SHA-256');
    });
  });
}
