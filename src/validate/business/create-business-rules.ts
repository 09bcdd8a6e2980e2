import type { CodeLists } from '../../fhir/code-lists.ts';
import type { Forms } from '../../fhir/forms.ts';
import type { Issue, RuleCatalogue } from '../../types/issue.ts';
import type { FormRecord, SourceRecord } from '../../types/source-record.ts';
import type { EpochMs } from '../../types/submission.ts';
import { checkCareEpisode } from './care-episode.ts';
import { checkCertificates } from './certificates.ts';
import { dayOfDischarge, dayOfRecord } from './claim-facts.ts';
import { createCodeCheck } from './code-check.ts';
import { checkConditionalFields } from './conditional-fields.ts';
import { checkDiagnoses } from './diagnoses.ts';
import { checkDrugRows } from './drug-rows.ts';
import { compileFieldChecks } from './field-checks.ts';
import { Findings } from './findings.ts';
import { checkInsuranceCards } from './insurance-cards.ts';
import { checkLineAmounts } from './line-amounts.ts';
import { checkLineShares } from './line-shares.ts';
import { checkLineValues } from './line-values.ts';
import { checkPeriods } from './periods.ts';
import { checkPerson } from './personal-number.ts';
import type { RecordCheck } from './record-check.ts';
import { checkResidence } from './residence.ts';
import { checkResults } from './results.ts';
import {
  checkCards,
  checkRepeatedFacts,
  checkResultValues,
  checkRowNumbers,
  checkSecondaryDiagnoses,
} from './row-checks.ts';
import { isInForce } from './rule-dates.ts';
import { checkStaffCodes } from './staff-codes.ts';
import { checkSummaryAmounts } from './summary-amounts.ts';
import { checkTablePresence } from './table-presence.ts';
import { checkTimeOrder } from './time-order.ts';

export interface BusinessRulesDeps {
  readonly rules: RuleCatalogue;
  readonly codeLists: CodeLists;
  readonly forms: Forms;
}

/** Rules that look across fields, rows and tables of one record. */
const RECORD_CHECKS: readonly RecordCheck[] = [
  checkRowNumbers,
  checkSecondaryDiagnoses,
  checkCards,
  checkResultValues,
  checkRepeatedFacts,
  checkConditionalFields,
  checkTimeOrder,
  checkCareEpisode,
  checkLineAmounts,
  checkLineShares,
  checkLineValues,
  checkSummaryAmounts,
  checkPerson,
  checkInsuranceCards,
  checkResidence,
  checkDiagnoses,
  checkResults,
  checkDrugRows,
  checkStaffCodes,
  checkPeriods,
  checkCertificates,
  checkTablePresence,
];

/**
 * Rules over a claim record as it was sent (profiles/rules/business*.yaml, LT-B): how each field is written and whether
 * it is there, code membership on the day of discharge, order of times, sums, what tables and fields say of each other.
 * A rule with dates holds for records of those days. Compiled once, then called per record; places are the sender's own.
 * Forms of other formats are checked field by field, and what is found is told as a warning: their annexes were not read
 * first-hand.
 * @source QĐ 4750/QĐ-BYT, QĐ 3176/QĐ-BYT; validation sheets of the insurance portal
 */
export function createBusinessRules(
  deps: BusinessRulesDeps,
): (record: SourceRecord, receivedAt: EpochMs) => readonly Issue[] {
  const checkCode = createCodeCheck(deps.codeLists);
  const checks = new Map(deps.forms.forms.map((form) => [form.id, compileFieldChecks(form, checkCode)]));
  const dated = deps.rules.rules.filter(({ validFrom, validTo }) => validFrom !== undefined || validTo !== undefined);
  const adviceOn = ({ tables }: FormRecord): readonly Issue[] => {
    const findings = new Findings(deps.rules, () => true);
    const day = dayOfForm(tables);
    for (const table of tables.values()) checks.get(table.name)?.(table, findings, day);
    return findings.issues().map(asAdvice);
  };
  return (record, receivedAt) => {
    if (record.format === 'fhir-json') return [];
    if (record.format !== 'claim-xml') return adviceOn(record);
    const dayOfRules = dayOfRecord(record);
    const idle = new Set(dated.filter((rule) => !isInForce(rule, dayOfRules)).map(({ id }) => id));
    const findings = new Findings(deps.rules, (ruleId) => !idle.has(ruleId));
    const day = dayOfDischarge(record);
    for (const table of record.tables.values()) checks.get(table.name)?.(table, findings, day);
    for (const check of RECORD_CHECKS) check(record, findings, receivedAt);
    return findings.issues();
  };
}

/** Fields that tell the day of a form, the end of care before its beginning. */
const DAYS = ['NGAY_RA', 'NGAY_VAO', 'NGAY_CT'];

/** Day by which the code lists of a form are read, `YYYY-MM-DD`; undefined: as they are now. */
function dayOfForm(tables: FormRecord['tables']): string | undefined {
  for (const name of DAYS) {
    for (const { rows } of tables.values()) {
      const day = /^(\d{4})(\d{2})(\d{2})/.exec(rows[0]?.fields.get(name) ?? '');
      if (day !== null) return `${day[1]}-${day[2]}-${day[3]}`;
    }
  }
  return undefined;
}

function asAdvice(issue: Issue): Issue {
  if (issue.rule.severity === 'information') return issue;
  return { ...issue, rule: { ...issue.rule, severity: 'warning', action: 'accept' } };
}
