import { hash } from 'node:crypto';
import type { KeptReport, ReportPort } from '../types/report.ts';
import type { EpochMs } from '../types/submission.ts';
import { buildMonthly, type ReportSources, type ReportTerms } from './build-monthly.ts';
import { canonicalJson } from './canonical-json.ts';

/** What freezes reports. */
export interface FreezeDeps {
  readonly store: ReportPort;
  readonly sources: ReportSources;
  readonly terms: ReportTerms;
  readonly clock: () => EpochMs;
  /** Puts a freezing into the audit log. */
  readonly audit: (kept: KeptReport) => Promise<void>;
}

export interface FreezeRequest {
  readonly month: string;
  /** From 1. */
  readonly revision: number;
  readonly by: string;
  readonly reason: string | null;
}

/**
 * Makes a revision of a month and keeps it; undefined when another process has kept that revision meanwhile. It is in the audit log
 * first, so that no report can be without its entry; an entry without a report is a freezing that did not come to its end.
 */
export async function freezeMonth(
  { month, revision, by, reason }: FreezeRequest,
  { store, sources, terms, clock, audit }: FreezeDeps,
): Promise<KeptReport | undefined> {
  const at = clock();
  const content = canonicalJson(await buildMonthly({ month, at, revision, reason }, terms, sources));
  const kept: KeptReport = { month, revision, frozenAt: at, by, reason, sha256: hash('sha256', content, 'hex') };
  if ((await store.report(month, revision)) !== undefined) return undefined;
  await audit(kept);
  return (await store.keepReport({ ...kept, content })) ? kept : undefined;
}
