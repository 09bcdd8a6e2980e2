import { describe, expect, it } from '@jest/globals';
import { readRuleExamples } from '../../../../scripts/rules/rule-examples.ts';
import { findingsOf, RULES } from '../../../support/claim-envelope.ts';
import { changedRecord, findIn, type RecordChange } from '../../../support/claim-record.ts';

const examples = readRuleExamples();
const failing = [...examples].flatMap(([rule, { fails }]) =>
  fails.map((each) => [`${rule} ${each.at}`, each] as const),
);
const passing = [...examples].flatMap(([rule, { passes }]) => passes.map((each) => [rule, each] as const));

const findings = (change: RecordChange) => findingsOf(findIn(changedRecord(change)));

describe('test/cases/business/examples', () => {
  it('has an example that fails and one that passes for every rule', () => {
    // LT-B099 says only that there is more to say.
    const rules = RULES.rules.map(({ id }) => id).filter((id) => id.startsWith('LT-B') && id !== 'LT-B099');
    expect([...examples.keys()].toSorted()).toEqual(rules.toSorted());
    for (const { fails, passes } of examples.values()) expect(Math.min(fails.length, passes.length)).toBeGreaterThan(0);
  });

  it.each(failing)('%s', (finding, change) => {
    expect(findings(change)).toContain(finding);
  });

  it.each(passing)('not %s', (rule, change) => {
    expect(findings(change).filter((finding) => finding.startsWith(rule))).toEqual([]);
  });
});

describe('rules with dates', () => {
  const dated = RULES.rules.filter(({ id, validFrom, validTo }) => id.startsWith('LT-B') && (validFrom ?? validTo));

  it('are some', () => expect(dated.length).toBeGreaterThan(8));

  it.each(dated.map((rule) => [rule.id, rule] as const))('%s is judged by the day of the record', (id, rule) => {
    const { validFrom, validTo } = rule;
    const dayBeyond = shift(validFrom ?? validTo ?? '', validFrom === undefined ? 1 : -1);
    const instant = (time: string) => `${dayBeyond.replaceAll('-', '')}${time}`;
    for (const each of examples.get(id)?.fails ?? []) {
      const { at: _at, ...change } = each;
      const XML1 = { ...change.change?.['XML1'], NGAY_VAO: instant('0700'), NGAY_RA: instant('0700') };
      const moved = { ...change, change: { ...change.change, XML1 } };
      expect(findings(moved).filter((finding) => finding.startsWith(id))).toEqual([]);
    }
  });
});

/** A day so many days later. */
function shift(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
