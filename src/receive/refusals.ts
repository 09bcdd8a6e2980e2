import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import { ruleSystemOf } from '../fhir/identifier-systems.ts';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import type { IssueSite, Refusal, RuleCatalogue } from '../types/issue.ts';
import { type Answer, FHIR_JSON, toJsonAnswer } from './answer.ts';

/** How the HTTP door says no. */
export interface Refusals {
  /** A refusal by one rule of profiles/rules/receive.yaml, with that rule's HTTP status. */
  of(ruleId: string, values?: IssueSite['with'], headers?: Refusal['headers']): Refusal;
  /** A refusal as a FHIR OperationOutcome. */
  toAnswer(refusal: Refusal): Answer;
}

/** Seconds after which a sender that was turned away by 503 should come back. */
export const RETRY_AFTER = Object.freeze({ 'Retry-After': '5' });

/** Refusals that take their words from the rule catalogue. Throws for a rule without an HTTP status: that is a bug. */
export function createRefusals(rules: RuleCatalogue, systems: IdentifierSystems): Refusals {
  const ruleSystem = ruleSystemOf(systems);
  return {
    of(ruleId, values = {}, headers = {}) {
      const issue = rules.issue(ruleId, { with: values });
      if (issue.rule.status === undefined) throw new Error(`rule ${ruleId} has no HTTP status`);
      return { status: issue.rule.status, issues: [issue], headers };
    },
    toAnswer: ({ status, issues, headers }) =>
      toJsonAnswer(status, FHIR_JSON, toOperationOutcome(issues, ruleSystem), headers),
  };
}
