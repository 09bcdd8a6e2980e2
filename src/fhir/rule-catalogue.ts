import type { Bilingual, ConstraintText, Issue, IssueSite, Rule, RuleCatalogue } from '../types/issue.ts';
import { createConstraintTexts } from './constraint-texts.ts';
import { readYamlFolder } from './yaml-folder.ts';

/** Folder, in that of the rules, of what the constraints of FHIR say. */
const CONSTRAINTS = 'constraints/';

/**
 * Reads the rule catalogue: every `*.yaml` in `directory` is a list of rules of one stage (see `Rule`), every one in its
 * folder `constraints` a list of texts of constraints (see `ConstraintText`).
 * Refuses (throws) a duplicate id: numbers are promises to senders and never mean two things.
 *
 * @param stage letter of the only stage whose rules are taken, `V` for validate.
 */
export function loadRuleCatalogue(directory: string, stage?: string): RuleCatalogue {
  const rules: Rule[] = [];
  const constraints: ConstraintText[] = [];
  for (const [path, content] of readYamlFolder(directory)) {
    if (path.startsWith(CONSTRAINTS)) constraints.push(...(content as ConstraintText[]));
    else rules.push(...(content as Rule[]));
  }
  const wanted = stage === undefined ? rules : rules.filter(({ id }) => id.startsWith(`LT-${stage}`));
  return createRuleCatalogue(wanted, constraints);
}

/** Builds the catalogue from rules and texts of constraints already read. */
export function createRuleCatalogue(
  rules: readonly Rule[],
  constraints: readonly ConstraintText[] = [],
): RuleCatalogue {
  const byId = new Map<string, Rule>();
  for (const rule of rules) {
    if (byId.has(rule.id)) throw new Error(`rule ${rule.id} stands twice in the catalogue`);
    byId.set(rule.id, Object.freeze(rule));
  }
  return {
    rules: [...byId.values()],
    constraintText: createConstraintTexts(constraints),
    issue(ruleId, site = {}) {
      const rule = byId.get(ruleId);
      if (rule === undefined) throw new Error(`rule ${ruleId} is not in the catalogue`);
      return buildIssue(rule, site);
    },
  };
}

function buildIssue(rule: Rule, site: IssueSite): Issue {
  return {
    rule,
    text: fill(rule.text, site.with),
    remedy: fill(rule.remedy, site.with),
    ...(site.place === undefined ? {} : { place: site.place }),
    ...(site.expression === undefined ? {} : { expression: site.expression }),
  };
}

function fill(text: Bilingual, values: IssueSite['with']): Bilingual {
  if (values === undefined) return text;
  const put = (language: keyof Bilingual) =>
    text[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name] ?? whole;
      return typeof value === 'object' ? value[language] : String(value);
    });
  return { vi: put('vi'), en: put('en') };
}
