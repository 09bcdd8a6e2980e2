import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { rowsOf, summaryRow } from './claim-facts.ts';
import { type ExactDecimal, negate, parseDecimal, sum, withinOneDong } from './exact-decimal.ts';
import type { Findings } from './findings.ts';

/** Sum of one field over rows; undefined when one of them is missing or no number. */
function total(rows: readonly SourceRow[], field: string): ExactDecimal | undefined {
  const terms: ExactDecimal[] = [];
  for (const { fields } of rows) {
    const term = parseDecimal(fields.get(field));
    if (term === undefined) return undefined;
    terms.push(term);
  }
  return sum(...terms);
}

/**
 * Amounts of XML1 against the lines of XML2 and XML3, within 1 đồng: LT-B050 to LT-B059, one rule for each amount.
 * An amount is not judged when one of its lines has none.
 * @source QĐ 4750/QĐ-BYT, XML1
 */
export function checkSummaryAmounts(record: FormRecord, findings: Findings): void {
  const summary = summaryRow(record);
  if (summary === undefined) return;
  const drugs = rowsOf(record, 'XML2');
  const services = rowsOf(record, 'XML3');
  const lines = [...drugs, ...services];
  const having = (field: string, value: string) => (row: SourceRow) => row.fields.get(field) === value;
  const check = (ruleId: string, field: string, ...expected: readonly (ExactDecimal | undefined)[]) => {
    const sent = parseDecimal(summary.fields.get(field));
    if (sent === undefined || expected.includes(undefined)) return;
    const agrees = expected.some((amount) => amount !== undefined && withinOneDong(sent, amount));
    if (!agrees) findings.add(ruleId, 'XML1', summary.number, field);
  };
  check('LT-B050', 'T_TONGCHI_BV', total(lines, 'THANH_TIEN_BV'));
  check('LT-B051', 'T_TONGCHI_BH', total(lines, 'THANH_TIEN_BH'));
  check('LT-B052', 'T_THUOC', total(drugs, 'THANH_TIEN_BV'));
  // Supplies are known by their group, or by having MA_VAT_TU: exporters differ.
  const supplies = services.filter(({ fields }) => (fields.get('MA_VAT_TU') ?? '') !== '');
  const groupTen = services.filter(having('MA_NHOM', '10'));
  check('LT-B053', 'T_VTYT', total(groupTen, 'THANH_TIEN_BV'), total(supplies, 'THANH_TIEN_BV'));
  check('LT-B054', 'T_NGUONKHAC', total(lines, 'T_NGUONKHAC'));
  check('LT-B055', 'T_BHTT', insuredPart(summary));
  check('LT-B056', 'T_BHTT_GDV', total(lines.filter(having('MA_PTTT', '1')), 'T_BHTT'));
  check('LT-B057', 'T_BHTT', total(lines, 'T_BHTT'));
  check('LT-B058', 'T_BNTT', total(lines, 'T_BNTT'));
  check('LT-B059', 'T_BNCCT', total(lines, 'T_BNCCT'));
}

/** T_TONGCHI_BH less T_BNCCT. */
function insuredPart({ fields }: SourceRow): ExactDecimal | undefined {
  const insured = parseDecimal(fields.get('T_TONGCHI_BH'));
  const copayment = parseDecimal(fields.get('T_BNCCT'));
  return insured && copayment && sum(insured, negate(copayment));
}
