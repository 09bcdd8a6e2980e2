import type { Forms } from '../../fhir/forms.ts';
import type { CodeLists } from '../../fhir/code-lists.ts';
import type { Issue, RuleCatalogue } from '../../types/issue.ts';
import type { SourceRecord } from '../../types/source-record.ts';
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
 * Records of other formats have no such rules.
 * @source QĐ 4750/QĐ-BYT, QĐ 3176/QĐ-BYT; validation sheets of the insurance portal
 */
export function createBusinessRules(
  deps: BusinessRulesDeps,
): (record: SourceRecord, receivedAt: EpochMs) => readonly Issue[] {
  const checkCode = createCodeCheck(deps.codeLists);
  const checks = new Map(deps.forms.forms.map((form) => [form.id, compileFieldChecks(form, checkCode)]));
  const dated = deps.rules.rules.filter(({ validFrom, validTo }) => validFrom !== undefined || validTo !== undefined);
  return (record, receivedAt) => {
    if (record.format !== 'claim-xml') return [];
    const dayOfRules = dayOfRecord(record);
    const idle = new Set(dated.filter((rule) => !isInForce(rule, dayOfRules)).map(({ id }) => id));
    const findings = new Findings(deps.rules, (ruleId) => !idle.has(ruleId));
    const day = dayOfDischarge(record);
    for (const table of record.tables.values()) checks.get(table.name)?.(table, findings, day);
    for (const check of RECORD_CHECKS) check(record, findings, receivedAt);
    return findings.issues();
  };
}
