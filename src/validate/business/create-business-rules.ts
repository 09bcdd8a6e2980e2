import type { ClaimForms } from '../../fhir/claim-forms.ts';
import type { CodeLists } from '../../fhir/code-lists.ts';
import type { Issue, RuleCatalogue } from '../../types/issue.ts';
import type { ClaimRecord, SourceRecord } from '../../types/source-record.ts';
import { dayOfDischarge } from './claim-facts.ts';
import { createCodeCheck } from './code-check.ts';
import { compileFieldChecks } from './field-checks.ts';
import { Findings } from './findings.ts';
import { checkLineAmounts } from './line-amounts.ts';
import {
  checkCards,
  checkRepeatedFacts,
  checkResultValues,
  checkRowNumbers,
  checkSecondaryDiagnoses,
} from './row-checks.ts';
import { checkSummaryAmounts } from './summary-amounts.ts';
import { checkTimeOrder } from './time-order.ts';

export interface BusinessRulesDeps {
  readonly rules: RuleCatalogue;
  readonly codeLists: CodeLists;
  readonly forms: ClaimForms;
}

/** Rules that look across fields, rows and tables of one record. */
const RECORD_RULES: readonly ((record: ClaimRecord, findings: Findings) => void)[] = [
  checkRowNumbers,
  checkSecondaryDiagnoses,
  checkCards,
  checkResultValues,
  checkRepeatedFacts,
  checkTimeOrder,
  checkLineAmounts,
  checkSummaryAmounts,
];

/**
 * Rules over a claim record as it was sent (profiles/rules/business.yaml, LT-B): how each field is written and whether
 * it is there, code membership on the day of discharge, order of times, sums. Compiled once, then called per record;
 * places are the sender's own. Records of other formats have no such rules.
 * @source QĐ 4750/QĐ-BYT, QĐ 3176/QĐ-BYT; validation sheets of the insurance portal
 */
export function createBusinessRules(deps: BusinessRulesDeps): (record: SourceRecord) => readonly Issue[] {
  const checkCode = createCodeCheck(deps.codeLists);
  const checks = new Map(deps.forms.forms.map((form) => [form.id, compileFieldChecks(form, checkCode)]));
  return (record) => {
    if (record.format !== 'claim-xml') return [];
    const findings = new Findings(deps.rules);
    const day = dayOfDischarge(record);
    for (const table of record.tables.values()) checks.get(table.name)?.(table, findings, day);
    for (const check of RECORD_RULES) check(record, findings);
    return findings.issues();
  };
}
