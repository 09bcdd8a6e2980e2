import { generalRuleText } from '../../fhir/general-rule-text.ts';
import type { FacilityStanding } from '../../types/coverage.ts';
import type { Bilingual } from '../../types/issue.ts';
import type { FacilityCode } from '../../types/submission.ts';
import type { Fault, Hindrance } from './fault.ts';
import { lacksVolume } from './record-faults.ts';
import { SENTENCES } from './sentences.ts';
import { write } from './written-figures.ts';

type Standing = Omit<FacilityStanding, 'advice'>;

/** A rule in words, and whether it holds records of a facility back: today, once everything is enforced, or never. */
export interface RuleWords {
  readonly text: Bilingual;
  readonly remedy: Bilingual;
  readonly holdsBack: 'now' | 'later' | 'never';
}

/** What a rule says, and does to a facility's records on a day; undefined for an id that is not in the catalogue. */
export type RuleInWords = (rule: string, facility: FacilityCode, day: string) => RuleWords | undefined;

/** Rules that hold records back, or will. */
export function findRuleFaults(
  standing: Standing,
  ruleInWords: (rule: string) => RuleWords | undefined,
): readonly Fault[] {
  const { figures } = standing;
  return Object.entries(figures.broken).flatMap(([rule, count]): Fault[] => {
    const words = ruleInWords(rule);
    // A rule may be broken by records of no encounter too; never more are affected than were received.
    const affected = Math.min(count, figures.received);
    if (words === undefined || words.holdsBack === 'never' || affected <= 0) return [];
    const sentence = words.holdsBack === 'now' ? SENTENCES.ruleNow : SENTENCES.ruleLater;
    const tell = () =>
      write(sentence, {
        rule: { vi: rule, en: rule },
        text: generalRuleText(words.text),
        remedy: generalRuleText(words.remedy),
        affected,
        base: figures.received,
      });
    const hinders = words.holdsBack === 'now' ? hindranceOf(standing) : 5;
    return [{ kind: 'rule', object: rule, hinders, tell, affected, base: figures.received, behind: { rule } }];
  });
}

function hindranceOf(standing: Standing): Hindrance {
  if (!standing.sending) return 2;
  return lacksVolume(standing) ? 3 : 4;
}
