import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { rowsOf, summaryRow, valueIn } from './claim-facts.ts';
import type { Findings } from './findings.ts';
import { isDigits } from './value-forms.ts';

/** Provinces that were merged into others on 01/07/2025; the 34 that are left kept their codes. */
const ENDED_PROVINCES: ReadonlySet<string> = new Set(
  '02 06 10 17 26 27 30 34 35 36 45 49 54 58 60 62 64 67 70 72 74 77 83 84 87 89 93 94 95'.split(' '),
);
const TABLES = ['XML1', 'XML6', 'XML9'] as const;
const LENGTHS = { MATINH_CU_TRU: 2, MAHUYEN_CU_TRU: 3, MAXA_CU_TRU: 5 } as const;
const VIET_NAM = '000';
const FOREIGN_GROUP = '55';

/**
 * Where a person lives: a district although there are none any more (LT-B140), a province that was merged (LT-B141), a
 * code that has not its digits (LT-B142); a citizen of Việt Nam in the group of foreigners (LT-B143).
 * The province is never read out of a commune's code: communes kept theirs when provinces were merged.
 * @source QĐ 19/2025/QĐ-TTg; QĐ 4750/QĐ-BYT, XML1
 */
export function checkResidence(record: FormRecord, findings: Findings): void {
  for (const table of TABLES) {
    for (const row of rowsOf(record, table)) {
      for (const [ruleId, field] of faultsOf(row)) findings.add(ruleId, table, row.number, field);
    }
  }
  const summary = summaryRow(record);
  if (summary === undefined) return;
  if (valueIn(summary, 'MA_QUOCTICH') === VIET_NAM && valueIn(summary, 'MA_DANTOC') === FOREIGN_GROUP) {
    findings.add('LT-B143', 'XML1', summary.number, 'MA_DANTOC');
  }
}

type Fault = readonly [ruleId: string, field: string];

function faultsOf(row: SourceRow): readonly Fault[] {
  const faults: Fault[] = [];
  if (valueIn(row, 'MAHUYEN_CU_TRU') !== '') faults.push(['LT-B140', 'MAHUYEN_CU_TRU']);
  if (ENDED_PROVINCES.has(valueIn(row, 'MATINH_CU_TRU'))) faults.push(['LT-B141', 'MATINH_CU_TRU']);
  for (const [field, length] of Object.entries(LENGTHS)) {
    const code = valueIn(row, field);
    if (code !== '' && (code.length !== length || !isDigits(code))) faults.push(['LT-B142', field]);
  }
  return faults;
}
