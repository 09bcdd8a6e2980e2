import type { Rule } from '../../types/issue.ts';
import type { Policy, PolicyInForce } from '../../types/policy.ts';
import type { PhaseNow, PolicyAhead, PolicyTurn, RuleTurn } from '../../types/quality-desk.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { isSeverer, isTunable } from './rule-actions.ts';

/** What a rule does is told for forms; the same rule on FHIR that a sender wrote turns on the same day. */
const FORMAT = 'claim-xml';

/**
 * What the policy changes from a day on: for everybody without settings of their own (null) and for each facility that has
 * some, where it differs. Rules whose own day lies ahead stand beside it.
 */
export function describeAhead(rules: readonly Rule[], policy: Policy, today: string): PolicyAhead {
  const whom: readonly (FacilityCode | null)[] = [null, ...policy.named];
  const days = policy.turns.filter((day) => day > today);
  const tunable = rules.filter(isTunable);
  const phases: readonly PhaseNow[] = whom.map((facility) => ({
    facility,
    phase: policy.on(facility ?? '', today).phase,
  }));
  const turns = days.flatMap((day, index) => {
    const before = days[index - 1] ?? today;
    return whom.flatMap((facility): readonly PolicyTurn[] => {
      const [was, is] = [policy.on(facility ?? '', before), policy.on(facility ?? '', day)];
      const changed = was.id === is.id && was === is ? [] : changesOf(tunable, was, is);
      if (changed.length === 0 && was.phase === is.phase) return [];
      return [
        {
          day,
          facility,
          before: was.phase,
          after: is.phase,
          stricter: changed.filter(({ before: from, after: to }) => isSeverer(to, from)),
          milder: changed.filter(({ before: from, after: to }) => isSeverer(from, to)),
        },
      ];
    });
  });
  const dated = rules
    .filter(({ validFrom = '', validTo }) => validFrom > today || (validTo !== undefined && validTo >= today))
    .map(({ id, validFrom, validTo }) => ({ rule: id, from: validFrom ?? null, to: validTo ?? null }));
  return { policy: policy.version, phases, turns, dated };
}

function changesOf(rules: readonly Rule[], was: PolicyInForce, is: PolicyInForce): readonly RuleTurn[] {
  return rules.flatMap((rule) => {
    const [before, after] = [was.actionOf(rule, FORMAT), is.actionOf(rule, FORMAT)];
    return before === after ? [] : [{ rule: rule.id, before, after }];
  });
}
