import type { Issue, RuleCatalogue } from '../../types/issue.ts';

/** More fields than this with the same fault, or more row numbers in one text, help nobody. */
const MAX_LISTED = 20;

interface Finding {
  readonly ruleId: string;
  readonly table: string;
  readonly field: string;
  readonly rows: number[];
  count: number;
}

/**
 * Collects what the rules find in one record: one issue per rule, table and field, at the first row, whose text has
 * `{table}`, `{field}`, `{count}` and `{rows}` (the first 20 row numbers). Of one rule 20 fields are listed; how many
 * more there are is said in LT-B099. A rule that does not hold on the record's day finds nothing.
 */
export class Findings {
  readonly #rules: RuleCatalogue;
  readonly #isInForce: (ruleId: string) => boolean;
  readonly #byField = new Map<string, Finding>();

  constructor(rules: RuleCatalogue, isInForce: (ruleId: string) => boolean) {
    this.#rules = rules;
    this.#isInForce = isInForce;
  }

  add(ruleId: string, table: string, row: number, field: string): void {
    if (!this.#isInForce(ruleId)) return;
    const key = `${ruleId}|${table}|${field}`;
    const finding = this.#byField.get(key);
    if (finding === undefined) this.#byField.set(key, { ruleId, table, field, rows: [row], count: 1 });
    else {
      finding.count += 1;
      if (finding.rows.length < MAX_LISTED) finding.rows.push(row);
    }
  }

  issues(): readonly Issue[] {
    const listed = new Map<string, number>();
    const issues: Issue[] = [];
    for (const finding of this.#byField.values()) {
      const fields = (listed.get(finding.ruleId) ?? 0) + 1;
      listed.set(finding.ruleId, fields);
      if (fields <= MAX_LISTED) issues.push(this.#issue(finding));
    }
    for (const [rule, fields] of listed) {
      if (fields <= MAX_LISTED) continue;
      issues.push(this.#rules.issue('LT-B099', { with: { rule, count: fields - MAX_LISTED } }));
    }
    return issues;
  }

  #issue({ ruleId, table, field, rows, count }: Finding): Issue {
    const numbers = rows.join(', ') + (count > rows.length ? ', …' : '');
    return this.#rules.issue(ruleId, {
      place: `${table}[${rows[0]}].${field}`,
      with: { table, field, count, rows: numbers },
    });
  }
}
