import type { Rule } from '../../types/issue.ts';
import type { PolicyAction } from '../../types/policy.ts';
import type { SubmissionFormat } from '../../types/submission.ts';

/** Stages whose rules judge the content of a record; the others guard the door and are no matter of policy. */
const JUDGING_STAGES = ['LT-V', 'LT-B', 'LT-M'];

/** From mildest to severest. */
const ORDER: readonly PolicyAction[] = ['off', 'inform', 'warn', 'quarantine', 'refuse'];

/** How a rule shows itself and what it does to its record, under each action that does not silence it. */
const EFFECTS: Readonly<Record<Exclude<PolicyAction, 'off'>, Pick<Rule, 'severity' | 'action'>>> = {
  inform: { severity: 'information', action: 'accept' },
  warn: { severity: 'warning', action: 'accept' },
  quarantine: { severity: 'error', action: 'quarantine' },
  refuse: { severity: 'error', action: 'refuse' },
};

/** The stage of a rule: `LT-B` of `LT-B030`. */
export function stageOf(ruleId: string): string {
  return ruleId.slice(0, 4);
}

/** Whether a policy may say what a rule does: rules on structure, business rules and rules of the mapping that it can do without. */
export function isTunable(rule: Rule): boolean {
  return rule.fixed !== true && JUDGING_STAGES.includes(stageOf(rule.id));
}

/**
 * What the catalogue itself says a rule does. A fault in the structure of FHIR that the sender wrote itself refuses the
 * record; the same fault in FHIR that we made of a form only holds it back, since its source is kept and can be mapped
 * again.
 */
export function ownAction(rule: Rule, format: SubmissionFormat): PolicyAction {
  if (rule.action === 'accept') return rule.severity === 'information' ? 'inform' : 'warn';
  const isOwnStructure = format === 'fhir-json' && stageOf(rule.id) === 'LT-V';
  return isOwnStructure ? 'refuse' : rule.action;
}

/** The milder of two actions. */
export function milder(one: PolicyAction, other: PolicyAction): PolicyAction {
  return isSeverer(one, other) ? other : one;
}

/** Whether one action does more than another. */
export function isSeverer(one: PolicyAction, other: PolicyAction): boolean {
  return ORDER.indexOf(one) > ORDER.indexOf(other);
}

/** The rule as it acts under a policy: the same one when nothing changes, null when it is off. */
export function withAction(rule: Rule, action: PolicyAction): Rule | null {
  if (action === 'off') return null;
  const effect = EFFECTS[action];
  const isSame = rule.severity === effect.severity && rule.action === effect.action;
  return isSame ? rule : Object.freeze({ ...rule, ...effect });
}
