import type { IssueSite, Refusal, RuleCatalogue } from '../types/issue.ts';

/** A refused call, as the `ok: false` side of a `Result`. */
export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** Refuses a call by one rule of the catalogue, with the rule's own HTTP status (401 when it names none). */
export function refuse(
  rules: RuleCatalogue,
  ruleId: string,
  values: NonNullable<IssueSite['with']> = {},
  headers: Readonly<Record<string, string>> = {},
): Refused {
  const issue = rules.issue(ruleId, { with: values });
  return { ok: false, refusal: { status: issue.rule.status ?? 401, issues: [issue], headers } };
}
