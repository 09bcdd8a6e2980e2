import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { isLastMonthFrozen } from '../../src/operations.ts';
import type { Reporting } from '../../src/reporting.ts';

type Freezing = ReturnType<Reporting['freezing']>;

const NOW = Date.parse('2026-12-05T08:00:00+07:00');

function ask({ firstTraffic, kept = [], byThemselves = true }: Given): Promise<boolean | null> {
  const sources = { firstTraffic: async () => firstTraffic, registryAt: async () => [{}] };
  return isLastMonthFrozen({
    reporting: { freezing: () => (byThemselves ? ({ sources } as unknown as Freezing) : undefined) },
    store: { reports: async () => kept.map((month) => ({ ...REPORT, month })) },
    logger: pino({ level: 'silent' }),
    clock: () => NOW,
  });
}

interface Given {
  readonly firstTraffic: string | null;
  readonly kept?: readonly string[];
  readonly byThemselves?: boolean;
}

const REPORT = { revision: 1, frozenAt: NOW, by: 'gateway', reason: null, sha256: 'ab' };

describe('isLastMonthFrozen', () => {
  it.each<[string, Given, boolean | null]>([
    ['nothing was ever received', { firstTraffic: null }, null],
    ['the first record came in this month', { firstTraffic: '2026-12-01' }, null],
    ['people freeze', { firstTraffic: '2026-10-01', byThemselves: false }, null],
    ['it is to be and is not', { firstTraffic: '2026-11-30', kept: ['2026-10'] }, false],
    ['it is', { firstTraffic: '2026-10-01', kept: ['2026-11'] }, true],
  ])('knows when %s', async (_, given, expected) => {
    expect(await ask(given)).toBe(expected);
  });
});
