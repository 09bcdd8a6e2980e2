import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { rowsOf } from './claim-facts.ts';
import {
  type ExactDecimal,
  exceeds,
  negate,
  parseDecimal,
  percent,
  product,
  signOf,
  sum,
  withinOneDong,
} from './exact-decimal.ts';
import type { Findings } from './findings.ts';
import { isRate } from './line-values.ts';

/** One line in numbers; every one is there and none is negative. */
interface Line {
  readonly hospital: ExactDecimal;
  readonly insured: ExactDecimal;
  /** What the fund pays before other sources are counted: THANH_TIEN_BH × MUC_HUONG. */
  readonly provisional: ExactDecimal;
  readonly otherSources: ExactDecimal;
  readonly fund: ExactDecimal;
  readonly copayment: ExactDecimal;
  readonly patient: ExactDecimal;
}

/**
 * How each line is shared between the fund (LT-B044), the patient's co-payment (LT-B045) and the patient (LT-B046),
 * within 1 đồng. Other sources take off the patient's parts first, and off the fund's only what is left of them.
 * A line with a part that is missing, no number or negative is left to other rules.
 * @source QĐ 4750/QĐ-BYT, XML2 and XML3: T_BHTT, T_BNCCT, T_BNTT, T_NGUONKHAC
 */
export function checkLineShares(record: FormRecord, findings: Findings): void {
  for (const table of ['XML2', 'XML3']) {
    for (const row of rowsOf(record, table)) {
      const line = readLine(row);
      if (line === undefined) continue;
      for (const [ruleId, field] of faultsOf(line)) findings.add(ruleId, table, row.number, field);
    }
  }
}

function readLine({ fields }: SourceRow): Line | undefined {
  const amountIn = (field: string) => parseDecimal(fields.get(field));
  const hospital = amountIn('THANH_TIEN_BV');
  const insured = amountIn('THANH_TIEN_BH');
  const rate = amountIn('MUC_HUONG');
  const otherSources = amountIn('T_NGUONKHAC');
  if (!(hospital && insured && rate && otherSources) || !isRate(rate)) return undefined;
  if (signOf(hospital) === -1 || signOf(insured) === -1 || signOf(otherSources) === -1) return undefined;
  const fund = amountIn('T_BHTT');
  const copayment = amountIn('T_BNCCT');
  const patient = amountIn('T_BNTT');
  if (!(fund && copayment && patient)) return undefined;
  return { hospital, insured, otherSources, fund, copayment, patient, provisional: product(insured, percent(rate)) };
}

type Fault = readonly [ruleId: string, field: string];

function faultsOf({ hospital, insured, provisional, otherSources, fund, copayment, patient }: Line): readonly Fault[] {
  const faults: Fault[] = [];
  const outside = sum(hospital, negate(insured));
  if (signOf(otherSources) === 0) {
    if (!withinOneDong(fund, provisional)) faults.push(['LT-B044', 'T_BHTT']);
    if (!withinOneDong(copayment, sum(insured, negate(fund)))) faults.push(['LT-B045', 'T_BNCCT']);
    if (!withinOneDong(patient, outside)) faults.push(['LT-B046', 'T_BNTT']);
    return faults;
  }
  const ofPatient = sum(hospital, negate(provisional));
  const isCovered = signOf(sum(ofPatient, negate(otherSources))) !== -1;
  const expected = isCovered ? provisional : sum(hospital, negate(otherSources));
  if (!withinOneDong(fund, expected)) faults.push(['LT-B044', 'T_BHTT']);
  if (exceeds(copayment, sum(insured, negate(provisional)))) faults.push(['LT-B045', 'T_BNCCT']);
  if (exceeds(patient, outside)) faults.push(['LT-B046', 'T_BNTT']);
  return faults;
}
