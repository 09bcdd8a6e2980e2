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
  const makers = new Map<string, IssueMaker>();
  return {
    rules: [...byId.values()],
    constraintText: createConstraintTexts(constraints),
    issue(ruleId, site = {}) {
      const rule = byId.get(ruleId);
      if (rule === undefined) throw new Error(`rule ${ruleId} is not in the catalogue`);
      const make = makers.get(ruleId) ?? createIssueMaker(rule);
      makers.set(ruleId, make);
      return make(site);
    },
  };
}

type IssueMaker = (site: IssueSite) => Issue;
type Values = NonNullable<IssueSite['with']>;
type Fill = (values: Values) => string;

/** Makes issues of one rule; its texts are taken apart once. */
function createIssueMaker(rule: Rule): IssueMaker {
  const fillText = bilingualFill(rule.text);
  const fillRemedy = bilingualFill(rule.remedy);
  return ({ place, expression, with: values = {} }) => ({
    rule,
    text: fillText(values),
    remedy: fillRemedy(values),
    ...(place === undefined ? {} : { place }),
    ...(expression === undefined ? {} : { expression }),
  });
}

function bilingualFill(text: Bilingual): (values: Values) => Bilingual {
  const vi = fillOf(text, 'vi');
  const en = fillOf(text, 'en');
  if (vi === undefined && en === undefined) return () => text;
  return (values) => ({ vi: vi?.(values) ?? text.vi, en: en?.(values) ?? text.en });
}

/** Puts values into `{name}`; a name without a value stays. Undefined for a text without names. */
function fillOf(text: Bilingual, language: keyof Bilingual): Fill | undefined {
  // Every second part is a name.
  const parts = text[language].split(/\{(\w+)\}/);
  if (parts.length === 1) return undefined;
  return (values) => parts.map((part, at) => (at % 2 === 0 ? part : wordOf(values[part], part, language))).join('');
}

function wordOf(value: Values[string] | undefined, name: string, language: keyof Bilingual): string {
  if (value === undefined) return `{${name}}`;
  return typeof value === 'object' ? value[language] : String(value);
}
