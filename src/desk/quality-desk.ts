import { startOfLocalDay, toLocalDay } from '../fhir/local-time.ts';
import type { CoverageService } from '../measure/coverage-service.ts';
import { CoverageBehindError } from '../measure/coverage-state.ts';
import type { RecordHandle } from '../types/inspection.ts';
import type { Rule } from '../types/issue.ts';
import type { Policy, PolicyAction } from '../types/policy.ts';
import type { BrokenCount, QualityDesk, QualityPeriod, RuleCount } from '../types/quality-desk.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { describeAhead } from '../validate/policy/policy-ahead.ts';
import type { EnforcedJob } from './enforced-job.ts';

export interface QualityDeskDeps {
  readonly store: Pick<Store, 'recordsReceived' | 'worklist'>;
  readonly coverage: Pick<CoverageService, 'received'>;
  readonly rules: readonly Rule[];
  readonly policy: Policy;
  readonly job: EnforcedJob;
  readonly clock: () => EpochMs;
}

type Received = Awaited<ReturnType<CoverageService['received']>>;

const DAY_MS = 86_400_000;
/** Records that are shown as examples, and days that are read for them. */
const MAX_EXAMPLES = 50;
const MAX_EXAMPLE_DAYS = 10;

/** Tallies of days, the catalogue, the policy and the worklist joined: what staff see of the quality of what is received. */
export function createQualityDesk({ store, coverage, rules, policy, job, clock }: QualityDeskDeps): QualityDesk {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));

  async function received({ from, to, facility }: QualityPeriod): Promise<Received | undefined> {
    try {
      const days = await coverage.received(from, to);
      return facility === null ? days : days.filter((day) => day.facility === facility);
    } catch (error) {
      if (error instanceof CoverageBehindError) return undefined;
      throw error;
    }
  }

  function actionOf(ruleId: string, { to, facility }: QualityPeriod): PolicyAction | null {
    const rule = byId.get(ruleId);
    return rule === undefined ? null : policy.on(facility ?? '', to).actionOf(rule, 'claim-xml');
  }

  async function examplesOf(rule: string, facility: FacilityCode, days: readonly string[]): Promise<RecordHandle[]> {
    const found: RecordHandle[] = [];
    for (const day of days.slice(0, MAX_EXAMPLE_DAYS)) {
      if (found.length >= MAX_EXAMPLES) break;
      const from = startOfLocalDay(day);
      const limit = MAX_EXAMPLES - found.length;
      found.push(...(await store.recordsReceived({ facility, rule, from, until: from + DAY_MS, limit })));
    }
    return found;
  }

  return {
    async report(period) {
      const days = await received(period);
      if (days === undefined) return undefined;
      const sum = (name: 'received' | 'accepted' | 'quarantined' | 'refused') =>
        days.reduce((total, day) => total + day[name], 0);
      return {
        received: sum('received'),
        counts: { accepted: sum('accepted'), quarantined: sum('quarantined'), refused: sum('refused') },
        rules: countRules(days).map(({ rule, ...counts }): BrokenCount => {
          const text = byId.get(rule)?.text ?? null;
          return { rule, text, action: actionOf(rule, period), ...counts };
        }),
      };
    },
    async rule(ruleId, period) {
      const days = await received(period);
      if (days === undefined) return undefined;
      const rule = byId.get(ruleId);
      const counts = period.facility === null ? byFacility(days, ruleId) : byDay(days, ruleId);
      const brokenOn = counts.flatMap(({ day }) => day ?? []);
      return {
        rule:
          rule === undefined
            ? null
            : { ...pickTexts(rule), validFrom: rule.validFrom ?? null, validTo: rule.validTo ?? null },
        action: actionOf(ruleId, period),
        counts,
        examples: period.facility === null ? [] : await examplesOf(ruleId, period.facility, brokenOn),
      };
    },
    codes: (filter) => store.worklist(filter),
    enforced: () => job.state(),
    countEnforced: (from, to) => job.start(from, to),
    ahead: () => describeAhead(rules, policy, toLocalDay(clock())),
  };
}

function pickTexts({ id, text, remedy, source }: Rule) {
  return { id, text, remedy, source };
}

function countRules(days: Received): readonly Pick<BrokenCount, 'rule' | 'records' | 'facilities'>[] {
  const counts = new Map<string, { records: number; readonly facilities: Set<FacilityCode> }>();
  for (const { facility, broken } of days) {
    for (const [rule, records] of Object.entries(broken)) {
      const count = counts.get(rule) ?? { records: 0, facilities: new Set() };
      count.records += records;
      count.facilities.add(facility);
      counts.set(rule, count);
    }
  }
  return [...counts]
    .map(([rule, { records, facilities }]) => ({ rule, records, facilities: facilities.size }))
    .toSorted((a, b) => b.records - a.records || (a.rule < b.rule ? -1 : 1));
}

function byFacility(days: Received, rule: string): readonly RuleCount[] {
  const groups = [...Map.groupBy(days, ({ facility }) => facility)];
  return groups
    .map(([facility, of]) => ({
      facility,
      day: null,
      records: of.reduce((sum, { broken }) => sum + (broken[rule] ?? 0), 0),
      received: of.reduce((sum, day) => sum + day.received, 0),
    }))
    .filter(({ records }) => records > 0)
    .toSorted((a, b) => b.records - a.records);
}

function byDay(days: Received, rule: string): readonly RuleCount[] {
  return days
    .map(({ facility, day, broken, received }) => ({ facility, day, records: broken[rule] ?? 0, received }))
    .filter(({ records }) => records > 0)
    .toSorted((a, b) => (a.day < b.day ? 1 : -1));
}
