import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Bilingual, Issue, IssueSite, Rule, RuleCatalogue } from '../types/issue.ts';

/**
 * Reads the rule catalogue: every `*.yaml` in `directory` is a list of rules of one stage (see `Rule`).
 * Refuses (throws) a duplicate id: numbers are promises to senders and never mean two things.
 *
 * @param stage letter of the only stage whose rules are read: reading all takes longer than a validator takes to start.
 */
export function loadRuleCatalogue(directory: string, stage?: string): RuleCatalogue {
  const files = readdirSync(directory).filter((name) => name.endsWith('.yaml'));
  const texts = files.map((name) => readFileSync(join(directory, name), 'utf8'));
  const wanted = texts.filter((text) => stage === undefined || /^- id: LT-([A-Z])/m.exec(text)?.[1] === stage);
  return createRuleCatalogue(wanted.flatMap((text) => parse(text) as Rule[]));
}

/** Builds the catalogue from rules already read. */
export function createRuleCatalogue(rules: readonly Rule[]): RuleCatalogue {
  const byId = new Map<string, Rule>();
  for (const rule of rules) {
    if (byId.has(rule.id)) throw new Error(`rule ${rule.id} stands twice in the catalogue`);
    byId.set(rule.id, Object.freeze(rule));
  }
  return {
    rules: [...byId.values()],
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
  const put = (template: string) =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return { vi: put(text.vi), en: put(text.en) };
}
