import type { Bilingual, Rule } from '../../types/issue.ts';
import type { PolicyAction, PolicyInForce } from '../../types/policy.ts';
import { isTunable, ownAction } from './rule-actions.ts';

/** A rule of the catalogue as people and programs outside are shown it. */
export interface DescribedRule {
  readonly id: string;
  /** FHIR issue-type code. */
  readonly code: string;
  readonly text: Bilingual;
  readonly remedy: Bilingual;
  readonly source: string;
  readonly certainty: NonNullable<Rule['certainty']>;
  /** Days of the record for which it holds; absent: open. */
  readonly validFrom?: string;
  readonly validTo?: string;
  /** HTTP status when it refuses a whole call. */
  readonly status?: number;
  /** Whether a policy may say what it does. */
  readonly tunable: boolean;
  /** What the catalogue itself says. */
  readonly action: PolicyAction;
  /** What it does now, in forms and in FHIR that we made of them. */
  readonly effective: PolicyAction;
  /** What it does now in FHIR that the sender wrote itself. */
  readonly effectiveOnFhir: PolicyAction;
}

/** The catalogue with what holds, in the order of the rule ids. */
export function describeRules(rules: readonly Rule[], inForce: PolicyInForce): readonly DescribedRule[] {
  return rules
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map((rule) => ({
      id: rule.id,
      code: rule.code ?? 'processing',
      text: rule.text,
      remedy: rule.remedy,
      source: rule.source,
      certainty: rule.certainty ?? 'read',
      ...(rule.validFrom === undefined ? {} : { validFrom: rule.validFrom }),
      ...(rule.validTo === undefined ? {} : { validTo: rule.validTo }),
      ...(rule.status === undefined ? {} : { status: rule.status }),
      tunable: isTunable(rule),
      action: ownAction(rule, 'claim-xml'),
      effective: inForce.actionOf(rule, 'claim-xml'),
      effectiveOnFhir: inForce.actionOf(rule, 'fhir-json'),
    }));
}
