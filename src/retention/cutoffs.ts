import { startOfLocalDay, toLocalDay } from '../fhir/local-time.ts';
import type { RetentionConfig, RetentionRequest } from '../types/retention.ts';
import type { EpochMs, RecordKind } from '../types/submission.ts';

const DAY_MS = 86_400_000;

/**
 * What is kept for so many years, counted from 31/12 of the year in which it closed, may go when it closed before the instant
 * that is given back. 10 years: what closed in 2016 is kept to the end of 31/12/2026 and may go in 2027. Years are those of
 * Asia/Ho_Chi_Minh, whatever the machine's zone.
 * @source TT 33/2025/TT-BYT (periods); that they run from 31/12 of the closing year is read into it
 */
export function startOfKeptYears(now: EpochMs, years: number): EpochMs {
  const year = Number(toLocalDay(now).slice(0, 4)) - years;
  return startOfLocalDay(`${String(year).padStart(4, '0')}-01-01`);
}

/** What may go at this instant, at most `limit` entries. A kind that is kept for ever is not asked for. */
export function toRetentionRequest(config: RetentionConfig, now: EpochMs, limit: number): RetentionRequest {
  const kinds = Object.entries(config.years) as [RecordKind, number | null][];
  return {
    records: kinds.flatMap(([kind, years]) => (years === null ? [] : [{ kind, before: startOfKeptYears(now, years) }])),
    messagesBefore: now - config.messageDays * DAY_MS,
    versionsBefore: config.versionYears === null ? 0 : startOfKeptYears(now, config.versionYears),
    limit,
  };
}

/** First local day that is kept whole, by what it is about; null: all versions are kept. */
export function describeCutoffs({ records, messagesBefore, versionsBefore }: RetentionRequest) {
  return {
    records: Object.fromEntries(records.map(({ kind, before }) => [kind, toLocalDay(before)])),
    messages: toLocalDay(messagesBefore),
    versions: versionsBefore === 0 ? null : toLocalDay(versionsBefore),
  };
}
