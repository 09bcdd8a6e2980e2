import type { Rule } from '../../types/issue.ts';
import type { Judgement } from '../../types/measure.ts';
import type { Policy, PolicyPhase } from '../../types/policy.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { type DescribedRule, describeRules } from './describe-rules.ts';
import { type EnforcedReport, reportEnforced } from './enforced-report.ts';

export interface RuleDeskDeps {
  readonly rules: readonly Rule[];
  readonly policy: Policy;
  /** How records received from one instant up to and including another were judged. */
  readonly judgements: (from: EpochMs, until: EpochMs) => AsyncIterable<Judgement>;
}

/** The catalogue as it holds for a facility on a day. */
export interface RulesInForce {
  readonly policy: string;
  /** Null: a facility without settings of its own. */
  readonly facility: FacilityCode | null;
  readonly asOf: string;
  readonly phase: PolicyPhase;
  readonly rules: readonly DescribedRule[];
}

/** Days of receipt, both included, and their first and last instant. */
export interface ReportPeriod {
  readonly from: string;
  readonly to: string;
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** What API and commands ask about rules: one source, so that they all say the same. */
export interface RuleDesk {
  catalogue(facility: FacilityCode | null, day: string): RulesInForce;
  enforced(period: ReportPeriod): Promise<EnforcedReport>;
}

/** Answers from the catalogue, the policy and the judgements that the store keeps. */
export function createRuleDesk({ rules, policy, judgements }: RuleDeskDeps): RuleDesk {
  return {
    catalogue(facility, asOf) {
      const inForce = policy.on(facility ?? '', asOf);
      const { version } = policy;
      return { policy: version, facility, asOf, phase: inForce.phase, rules: describeRules(rules, inForce) };
    },
    enforced: ({ from, to, start, end }) =>
      reportEnforced({ judgements: judgements(start, end), policy, rules, from, to }),
  };
}
