import { startOfLocalDay, toLocalDay } from '../fhir/local-time.ts';
import type { Rule } from '../types/issue.ts';
import type { Judgement } from '../types/measure.ts';
import type { Policy } from '../types/policy.ts';
import type { EnforcedCount } from '../types/quality-desk.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import { createRuleDesk } from '../validate/policy/rule-desk.ts';

export interface EnforcedJobDeps {
  readonly store: Pick<Store, 'judgements'>;
  readonly rules: readonly Rule[];
  readonly policy: Policy;
  readonly clock: () => EpochMs;
  /** Told why a count did not end, for the log. */
  readonly onFailure: (cause: unknown) => void;
}

/** Counts what would be refused if everything were enforced, one count at a time, and says how far it is. */
export interface EnforcedJob {
  state(): EnforcedCount;
  /** Days of receipt, both included. Nothing happens while a count is under way. */
  start(from: string, to: string): void;
}

const DAY_MS = 86_400_000;

/** Nothing is counted before it is asked for; the last count stays until the process ends. */
export function createEnforcedJob({ store, rules, policy, clock, onFailure }: EnforcedJobDeps): EnforcedJob {
  const textOf = new Map(rules.map(({ id, text }) => [id, text]));
  let running: { records: number; at: EpochMs; readonly start: EpochMs; readonly end: EpochMs } | null = null;
  let hasFailed = false;
  let result: EnforcedCount['result'] = null;

  async function* watched(from: EpochMs, until: EpochMs): AsyncIterable<Judgement> {
    for await (const judgement of store.judgements(from, until)) {
      if (running !== null) {
        running.records += 1;
        running.at = judgement.at;
      }
      yield judgement;
    }
  }

  async function count(from: string, to: string, start: EpochMs, end: EpochMs): Promise<void> {
    try {
      const report = await createRuleDesk({ rules, policy, judgements: watched }).enforced({ from, to, start, end });
      const broken = report.rules.map((each) => ({ ...each, text: textOf.get(each.rule) ?? null }));
      result = { ...report, rules: broken, countedAt: clock() };
      hasFailed = false;
    } catch (error) {
      hasFailed = true;
      onFailure(error);
    } finally {
      running = null;
    }
  }

  return {
    state() {
      if (running === null) return { running, hasFailed, result };
      const { records, at, start, end } = running;
      const done = Math.min(1, Math.max(0, (at - start) / (end - start)));
      return { running: { records, done, day: records === 0 ? null : toLocalDay(at) }, hasFailed, result };
    },
    start(from, to) {
      if (running !== null) return;
      const [start, end] = [startOfLocalDay(from), startOfLocalDay(to) + DAY_MS - 1];
      running = { records: 0, at: start, start, end };
      void count(from, to, start, end);
    },
  };
}
