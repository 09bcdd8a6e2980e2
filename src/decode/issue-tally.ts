import type { Issue, IssueSite, RuleCatalogue } from '../types/issue.ts';

/** More kinds of findings than this in one record tell nobody anything new. */
const MAX_FINDINGS = 100;

interface Finding {
  readonly ruleId: string;
  readonly site: IssueSite;
  count: number;
}

/**
 * Collects findings so that a fault repeated in every row is one issue: at its first place, with `{count}`.
 * Findings are the same when rule and `what` (usually table and field) are. The 101st kind and later ones are
 * only counted (LT-D099).
 */
export class IssueTally {
  readonly #rules: RuleCatalogue;
  readonly #findings = new Map<string, Finding>();
  #unlisted = 0;

  constructor(rules: RuleCatalogue) {
    this.#rules = rules;
  }

  add(ruleId: string, site: IssueSite = {}, what: string = site.place ?? ''): void {
    const key = `${ruleId}|${what}`;
    const finding = this.#findings.get(key);
    if (finding !== undefined) finding.count += 1;
    else if (this.#findings.size < MAX_FINDINGS) this.#findings.set(key, { ruleId, site, count: 1 });
    else this.#unlisted += 1;
  }

  issues(): readonly Issue[] {
    const issues = [...this.#findings.values()].map(({ ruleId, site, count }) =>
      this.#rules.issue(ruleId, { ...site, with: { count, ...site.with } }),
    );
    return this.#unlisted === 0
      ? issues
      : [...issues, this.#rules.issue('LT-D099', { with: { count: this.#unlisted } })];
  }
}
