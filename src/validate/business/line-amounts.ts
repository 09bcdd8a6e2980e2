import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { rowsOf } from './claim-facts.ts';
import { type ExactDecimal, parseDecimal, percent, product, sum, withinOneDong, ZERO } from './exact-decimal.ts';
import type { Findings } from './findings.ts';

const PARTS_OF_LINE = ['T_BNTT', 'T_BNCCT', 'T_BHTT', 'T_NGUONKHAC'] as const;
const OTHER_SOURCES = ['T_NGUONKHAC_NSNN', 'T_NGUONKHAC_VTNN', 'T_NGUONKHAC_VTTN', 'T_NGUONKHAC_CL'] as const;

/**
 * Amounts of each line of XML2 and XML3, within 1 đồng: THANH_TIEN_BV and THANH_TIEN_BH from quantity, price and rates
 * (LT-B040, LT-B041), the parts that make up the line (LT-B042), the other sources (LT-B043). A line with an amount
 * that is missing or no number is left to the rules on how values are written.
 * @source QĐ 4750/QĐ-BYT, XML2 and XML3
 */
export function checkLineAmounts(record: FormRecord, findings: Findings): void {
  for (const row of rowsOf(record, 'XML2')) {
    const [quantity, price, rate] = amounts(row, 'SO_LUONG', 'DON_GIA', 'TYLE_TT_BH');
    const gross = quantity && price && product(quantity, price);
    checkProduct(row, 'XML2', 'THANH_TIEN_BV', 'LT-B040', [gross], findings);
    checkProduct(row, 'XML2', 'THANH_TIEN_BH', 'LT-B041', [gross && rate && product(gross, percent(rate))], findings);
    checkParts(row, 'XML2', findings);
  }
  for (const row of rowsOf(record, 'XML3')) {
    checkServiceLine(row, findings);
    checkParts(row, 'XML3', findings);
  }
}

function checkServiceLine(row: SourceRow, findings: Findings): void {
  const [quantity, price, serviceRate] = amounts(row, 'SO_LUONG', 'DON_GIA_BV', 'TYLE_TT_DV');
  const factor = serviceRate && percent(serviceRate);
  const gross = quantity && price && factor && product(quantity, price, factor);
  checkProduct(row, 'XML3', 'THANH_TIEN_BV', 'LT-B040', [gross], findings);
  const [insuredPrice, rate] = amounts(row, 'DON_GIA_BH', 'TYLE_TT_BH');
  const insured = quantity && insuredPrice && rate && product(quantity, insuredPrice, percent(rate));
  // A supply package is paid up to its ceiling.
  if ((row.fields.get('T_TRANTT') ?? '') !== '') return;
  // Shared beds and repeated examinations are also paid by TYLE_TT_DV; the row does not say which it is.
  const shared = insured && factor && product(insured, factor);
  checkProduct(row, 'XML3', 'THANH_TIEN_BH', 'LT-B041', [insured, shared], findings);
}

/** One of the expected amounts must be the one that was sent. */
function checkProduct(
  row: SourceRow,
  table: string,
  field: string,
  ruleId: string,
  expected: readonly (ExactDecimal | undefined)[],
  findings: Findings,
): void {
  const sent = parseDecimal(row.fields.get(field));
  const known = expected.filter((amount) => amount !== undefined);
  if (sent === undefined || known.length === 0) return;
  if (!known.some((amount) => withinOneDong(sent, amount))) findings.add(ruleId, table, row.number, field);
}

function checkParts(row: SourceRow, table: string, findings: Findings): void {
  const [line, ...parts] = amounts(row, 'THANH_TIEN_BV', ...PARTS_OF_LINE);
  if (line !== undefined && allKnown(parts) && !withinOneDong(line, sum(...parts))) {
    findings.add('LT-B042', table, row.number, 'THANH_TIEN_BV');
  }
  const [total] = amounts(row, 'T_NGUONKHAC');
  const sources = OTHER_SOURCES.map((field) => row.fields.get(field) ?? '').filter((value) => value !== '');
  const sourceAmounts = sources.map(parseDecimal);
  if (total === undefined || sources.length === 0 || !allKnown(sourceAmounts)) return;
  if (!withinOneDong(total, sum(ZERO, ...sourceAmounts))) findings.add('LT-B043', table, row.number, 'T_NGUONKHAC');
}

function amounts(row: SourceRow, ...fields: readonly string[]): readonly (ExactDecimal | undefined)[] {
  return fields.map((field) => parseDecimal(row.fields.get(field)));
}

function allKnown(found: readonly (ExactDecimal | undefined)[]): found is readonly ExactDecimal[] {
  return found.every((amount) => amount !== undefined);
}
