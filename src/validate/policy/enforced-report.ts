import type { Rule } from '../../types/issue.ts';
import type { Judgement } from '../../types/measure.ts';
import type { Policy, PolicyAction } from '../../types/policy.ts';
import type { FacilityCode, RecordState, SubmissionFormat } from '../../types/submission.ts';
import { isSeverer } from './rule-actions.ts';

type StateCounts = Readonly<Record<RecordState, number>>;

/** A rule in the report: how many records break it, and what it would do to them. */
export interface BrokenRule {
  readonly rule: string;
  /** The severer one when it does not act alike on forms and on FHIR. */
  readonly action: PolicyAction;
  readonly records: number;
}

export interface FacilityOutlook {
  readonly facility: FacilityCode;
  readonly records: number;
  /** As they were judged when they came. */
  readonly now: StateCounts;
  /** As they would be judged if everything were enforced. */
  readonly enforced: StateCounts;
  /** Severest first, then most often broken. */
  readonly rules: readonly BrokenRule[];
}

/** What would be refused if everything were enforced: counts only, nothing of any record. */
export interface EnforcedReport {
  /** First and last day of receipt. */
  readonly from: string;
  readonly to: string;
  readonly policy: string;
  readonly records: number;
  readonly now: StateCounts;
  readonly enforced: StateCounts;
  readonly rules: readonly BrokenRule[];
  /** In the order of their codes. */
  readonly facilities: readonly FacilityOutlook[];
}

export interface EnforcedReportParts {
  readonly judgements: AsyncIterable<Judgement>;
  readonly policy: Policy;
  readonly rules: readonly Rule[];
  readonly from: string;
  readonly to: string;
}

/**
 * Judges stored records again by the rules that each one broke, as if every facility were in phase `enforced` and no
 * exception held. A rule that the catalogue no longer has counts nothing.
 */
export async function reportEnforced(parts: EnforcedReportParts): Promise<EnforcedReport> {
  const { judgements, policy, rules, from, to } = parts;
  const actionOf = createActionTable(policy, rules);
  const all = new Tally();
  const byFacility = new Map<FacilityCode, Tally>();
  for await (const judgement of judgements) {
    const broken = judgement.broken.flatMap((rule) => {
      const action = actionOf(rule, judgement.format);
      return action === undefined ? [] : [[rule, action] as const];
    });
    const tally = byFacility.get(judgement.facility) ?? new Tally();
    byFacility.set(judgement.facility, tally);
    for (const one of [tally, all]) one.add(judgement.state, broken);
  }
  const facilities = [...byFacility].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    ...{ from, to, policy: policy.version },
    ...all.counts(),
    facilities: facilities.map(([facility, tally]) => ({ facility, ...tally.counts() })),
  };
}

function createActionTable(
  { enforced }: Policy,
  rules: readonly Rule[],
): (ruleId: string, format: SubmissionFormat) => PolicyAction | undefined {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return (ruleId, format) => {
    const rule = byId.get(ruleId);
    return rule === undefined ? undefined : enforced.actionOf(rule, format);
  };
}

/** Counts records, and the rules that they break. */
class Tally {
  #records = 0;
  readonly #now = emptyCounts();
  readonly #enforced = emptyCounts();
  readonly #rules = new Map<string, { action: PolicyAction; records: number }>();

  add(state: RecordState, broken: readonly (readonly [rule: string, action: PolicyAction])[]): void {
    this.#records += 1;
    this.#now[state] += 1;
    this.#enforced[stateOf(broken.map(([, action]) => action))] += 1;
    for (const [rule, action] of broken) {
      const known = this.#rules.get(rule);
      if (known === undefined) this.#rules.set(rule, { action, records: 1 });
      else {
        known.records += 1;
        if (isSeverer(action, known.action)) known.action = action;
      }
    }
  }

  counts(): Omit<FacilityOutlook, 'facility'> {
    const rules = [...this.#rules].map(([rule, { action, records }]) => ({ rule, action, records }));
    return {
      records: this.#records,
      now: { ...this.#now },
      enforced: { ...this.#enforced },
      rules: rules.toSorted(compareRules),
    };
  }
}

function compareRules(one: BrokenRule, other: BrokenRule): number {
  if (isSeverer(one.action, other.action)) return -1;
  if (isSeverer(other.action, one.action)) return 1;
  return other.records - one.records || (one.rule < other.rule ? -1 : 1);
}

function stateOf(actions: readonly PolicyAction[]): RecordState {
  if (actions.includes('refuse')) return 'refused';
  return actions.includes('quarantine') ? 'quarantined' : 'accepted';
}

function emptyCounts(): Record<RecordState, number> {
  return { accepted: 0, quarantined: 0, refused: 0 };
}
