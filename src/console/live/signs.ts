import { createHash } from 'node:crypto';
import type { CoverageOverview } from '../../types/coverage.ts';
import type { KeptReport } from '../../types/report.ts';

/** Changes whenever pages with coverage on them would show something else than the time of computing. */
export function signOfCoverage({ report, standings, closedThrough }: CoverageOverview): string {
  const shown = standings.map(({ lastAcceptedAt, silence, queue, facility }) => [
    lastAcceptedAt,
    silence,
    queue,
    facility,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([report, closedThrough, shown]))
    .digest('base64');
}

/** Changes when a month is frozen or revised. */
export function signOfReports(kept: readonly KeptReport[]): string {
  return kept.map(({ month, revision }) => `${month}#${revision}`).join(' ');
}
