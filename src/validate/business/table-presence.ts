import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { rowsOf, summaryRow, valueIn } from './claim-facts.ts';
import type { Findings } from './findings.ts';

/** A table that is due by what XML1 says; `field` of XML1 is why. */
interface DueTable {
  readonly ruleId: string;
  readonly table: string;
  readonly field: string;
  readonly isDue: (summary: SourceRow) => boolean;
}

const kindIn = (...kinds: readonly string[]) => {
  const set = new Set(kinds);
  return (summary: SourceRow) => set.has(valueIn(summary, 'MA_LOAI_KCB'));
};
const isNamed = (field: string) => (summary: SourceRow) => valueIn(summary, field) !== '';
const isReferred = (summary: SourceRow) => ['2', '5'].includes(valueIn(summary, 'MA_LOAI_RV'));
const isAdmitted = kindIn('03', '04', '09');
const ABSCONDED = '3';
const COLLECTS_DRUGS = '07';

const DUE_TABLES: readonly DueTable[] = [
  {
    ruleId: 'LT-B100',
    table: 'XML3',
    field: 'MA_LOAI_KCB',
    isDue: (summary) => !['', COLLECTS_DRUGS].includes(valueIn(summary, 'MA_LOAI_KCB')),
  },
  {
    ruleId: 'LT-B101',
    table: 'XML5',
    field: 'MA_LOAI_KCB',
    isDue: kindIn('02', '03', '04', '05', '06', '08', '09'),
  },
  {
    ruleId: 'LT-B102',
    table: 'XML7',
    field: 'MA_LOAI_KCB',
    isDue: (summary) => isAdmitted(summary) && valueIn(summary, 'MA_LOAI_RV') !== ABSCONDED,
  },
  { ruleId: 'LT-B103', table: 'XML8', field: 'MA_LOAI_KCB', isDue: kindIn('03', '04', '06') },
  { ruleId: 'LT-B104', table: 'XML9', field: 'CAN_NANG_CON', isDue: isNamed('CAN_NANG_CON') },
  { ruleId: 'LT-B105', table: 'XML13', field: 'MA_LOAI_RV', isDue: isReferred },
  { ruleId: 'LT-B108', table: 'XML14', field: 'NGAY_TAI_KHAM', isDue: isNamed('NGAY_TAI_KHAM') },
];

/**
 * Tables that go with XML1: those that are due and missing (LT-B100 to LT-B105, LT-B108), a referral letter for a patient
 * who was not referred (LT-B106), a referral to nowhere (LT-B107), a table that is no longer sent (LT-B109).
 * XML1 alone is a summary sent ahead: nothing is due with it.
 * @source QĐ 4750/QĐ-BYT: which table is sent when
 */
export function checkTablePresence(record: FormRecord, findings: Findings): void {
  const summary = summaryRow(record);
  if (summary === undefined || record.tables.size === 1) return;
  for (const { ruleId, table, field, isDue } of DUE_TABLES) {
    if (!record.tables.has(table) && isDue(summary)) findings.add(ruleId, 'XML1', summary.number, field);
  }
  const isElsewhere = valueIn(summary, 'MA_LOAI_RV') !== '' && !isReferred(summary);
  const [letter] = rowsOf(record, 'XML13');
  if (letter !== undefined && isElsewhere) findings.add('LT-B106', 'XML13', letter.number, 'MA_LOAI_RV');
  if (isReferred(summary) && valueIn(summary, 'MA_NOI_DEN') === '') {
    findings.add('LT-B107', 'XML1', summary.number, 'MA_NOI_DEN');
  }
  const [assessment] = rowsOf(record, 'XML12');
  if (assessment !== undefined) findings.add('LT-B109', 'XML12', assessment.number, 'SO_BIEN_BAN');
}
