import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { rowsOf, valueIn } from './claim-facts.ts';
import { type ExactDecimal, exceeds, negate, parseDecimal, signOf, sum, ZERO } from './exact-decimal.ts';
import type { Findings } from './findings.ts';
import { isDigits } from './value-forms.ts';

const HUNDRED: ExactDecimal = Object.freeze({ units: 100n, scale: 0 });
const RATES = { XML2: ['TYLE_TT_BH', 'MUC_HUONG'], XML3: ['TYLE_TT_DV', 'TYLE_TT_BH', 'MUC_HUONG'] } as const;
const COUNTED = { XML2: ['SO_LUONG', 'DON_GIA'], XML3: ['SO_LUONG', 'DON_GIA_BV'] } as const;
const OUTSIDE_SCOPE = '2';

/** True for a percentage from 0 to 100. */
export function isRate(rate: ExactDecimal): boolean {
  return signOf(rate) !== -1 && signOf(sum(HUNDRED, negate(rate))) !== -1;
}

/**
 * Single values of lines that cannot stand: a rate that is no percentage (LT-B047), money of the fund for what is
 * outside the insured scope (LT-B048), a negative quantity or price (LT-B049).
 * @source QĐ 4750/QĐ-BYT, XML2 and XML3
 */
export function checkLineValues(record: FormRecord, findings: Findings): void {
  for (const table of ['XML2', 'XML3'] as const) {
    for (const row of rowsOf(record, table)) {
      for (const [ruleId, field] of faultsOf(row, table)) findings.add(ruleId, table, row.number, field);
    }
  }
}

type Fault = readonly [ruleId: string, field: string];

function faultsOf(row: SourceRow, table: 'XML2' | 'XML3'): readonly Fault[] {
  const faults: Fault[] = [];
  for (const field of RATES[table]) if (!isRateText(row.fields.get(field))) faults.push(['LT-B047', field]);
  if (valueIn(row, 'PHAM_VI') === OUTSIDE_SCOPE) {
    const insured = parseDecimal(row.fields.get('THANH_TIEN_BH'));
    if (insured !== undefined && exceeds(insured, ZERO)) faults.push(['LT-B048', 'THANH_TIEN_BH']);
  }
  for (const field of COUNTED[table]) {
    const text = row.fields.get(field) ?? '';
    const value = text.startsWith('-') ? parseDecimal(text) : undefined;
    if (value !== undefined && signOf(value) === -1) faults.push(['LT-B049', field]);
  }
  return faults;
}

/** True also for what is no number: how values are written is another rule's. */
function isRateText(text = ''): boolean {
  if (text === '100' || (text.length <= 2 && isDigits(text))) return true;
  const rate = parseDecimal(text);
  return rate === undefined || isRate(rate);
}
