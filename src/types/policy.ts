import type { Issue, Rule } from './issue.ts';
import type { FacilityCode, SubmissionFormat } from './submission.ts';

/** What a deployment lets a rule do, from mildest to severest. `off`: not shown; `inform`, `warn`: shown, and taken. */
export type PolicyAction = 'off' | 'inform' | 'warn' | 'quarantine' | 'refuse';

/** How far a facility is: joining, in its time of grace, or held to everything. */
export type PolicyPhase = 'onboarding' | 'grace' | 'enforced';

/** What every rule does to the records of one facility on one day. Answers from a table, whatever the number of rules. */
export interface PolicyInForce {
  /** Name, version and content of the policy, and the phase: `default@1+3f2a9c1e/enforced`. Written on every record. */
  readonly id: string;
  readonly phase: PolicyPhase;
  /** What a rule does. A fault in the structure of FHIR that the sender wrote itself weighs more than in what we made. */
  actionOf(rule: Rule, format: SubmissionFormat): PolicyAction;
  /** The issue with its rule as it acts now: severity and action. Null when the rule is off. */
  apply(issue: Issue, format: SubmissionFormat): Issue | null;
}

/** The policy of a deployment, checked and compiled. */
export interface Policy {
  /** Name, version and content: `default@1+3f2a9c1e`. */
  readonly version: string;
  /** @param day of receipt in Asia/Ho_Chi_Minh, `YYYY-MM-DD` */
  on(facility: FacilityCode, day: string): PolicyInForce;
  /** Days on which anything begins or is over, for anybody, in order; `YYYY-MM-DD`. */
  readonly turns: readonly string[];
  /** Facilities with settings of their own, in order; all others are alike. */
  readonly named: readonly FacilityCode[];
  /** What would hold if everybody were in phase `enforced`, without exceptions. */
  readonly enforced: PolicyInForce;
}
