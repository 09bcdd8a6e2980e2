import type { FormRecord } from '../../types/source-record.ts';
import { rowsOf, summaryRow } from './claim-facts.ts';
import type { Findings } from './findings.ts';
import { listParts } from './list-values.ts';

const MAX_SECONDARY_CODES = 12;
/** Fields of the insurance card that hold one value per card, in the same order. */
const CARD_FIELDS = ['MA_DKBD', 'GT_THE_TU', 'GT_THE_DEN'] as const;
/** Tables that repeat facts of XML1, and the facts. */
const REPEATING_TABLES = ['XML6', 'XML7', 'XML8', 'XML11', 'XML13', 'XML14', 'XML15'] as const;
/** HIV and tuberculosis care may be another facility's. */
const OF_ANOTHER_FACILITY: ReadonlySet<string> = new Set(['XML6.MA_CSKCB', 'XML15.MA_CSKCB']);
const REPEATED_FIELDS = [
  'MA_BN',
  'HO_TEN',
  'SO_CCCD',
  'NGAY_SINH',
  'GIOI_TINH',
  'MA_THE_BHYT',
  'MA_CSKCB',
  'NGAY_VAO',
  'NGAY_VAO_NOI_TRU',
  'NGAY_RA',
  'MA_BENH_CHINH',
  'MA_BENH_KT',
  'MA_DOITUONG_KCB',
  'MA_LOAI_KCB',
  'KET_QUA_DTRI',
  'MA_LOAI_RV',
] as const;

/** STT stands once per table: LT-B016. */
export function checkRowNumbers({ tables }: FormRecord, findings: Findings): void {
  for (const { name, rows } of tables.values()) {
    if (rows.length < 2) continue;
    const seen = new Set<string>();
    for (const { number, fields } of rows) {
      const stt = fields.get('STT') ?? '';
      if (stt === '') continue;
      if (seen.has(stt)) findings.add('LT-B016', name, number, 'STT');
      seen.add(stt);
    }
  }
}

/** Secondary diagnoses: at most 12 (LT-B022), each once (LT-B025). */
export function checkSecondaryDiagnoses(record: FormRecord, findings: Findings): void {
  for (const table of ['XML1', 'XML13', 'XML14']) {
    for (const row of rowsOf(record, table)) {
      const codes = listParts(row.fields.get('MA_BENH_KT'));
      if (codes.length > MAX_SECONDARY_CODES) findings.add('LT-B022', table, row.number, 'MA_BENH_KT');
      if (new Set(codes).size < codes.length) findings.add('LT-B025', table, row.number, 'MA_BENH_KT');
    }
  }
}

/** When the card changed during the stay, its fields are lists of the same length: LT-B023. */
export function checkCards(record: FormRecord, findings: Findings): void {
  for (const row of rowsOf(record, 'XML1')) {
    const cards = listParts(row.fields.get('MA_THE_BHYT')).length;
    if (cards === 0) continue;
    for (const field of CARD_FIELDS) {
      const count = listParts(row.fields.get(field)).length;
      if (count !== 0 && count !== cards) findings.add('LT-B023', 'XML1', row.number, field);
    }
  }
}

/** GIA_TRI holds the value alone (LT-B024), with a dot as decimal mark (LT-B008). */
export function checkResultValues(record: FormRecord, findings: Findings): void {
  for (const row of rowsOf(record, 'XML4')) {
    const value = row.fields.get('GIA_TRI')?.trim() ?? '';
    if (value === '') continue;
    const unit = row.fields.get('DON_VI_DO')?.trim() ?? '';
    if (carriesUnit(value, unit)) findings.add('LT-B024', 'XML4', row.number, 'GIA_TRI');
    if (/^[<>=≤≥~]{0,2}\s?\d{1,12},\d/.test(value)) findings.add('LT-B008', 'XML4', row.number, 'GIA_TRI');
  }
}

/** What a later table repeats of XML1 is the same there: LT-B028. */
export function checkRepeatedFacts(record: FormRecord, findings: Findings): void {
  const summary = summaryRow(record);
  if (summary === undefined) return;
  for (const table of REPEATING_TABLES) {
    for (const row of rowsOf(record, table)) {
      for (const field of REPEATED_FIELDS) {
        const value = row.fields.get(field) ?? '';
        if (value === '' || OF_ANOTHER_FACILITY.has(`${table}.${field}`)) continue;
        if (value !== summary.fields.get(field)) findings.add('LT-B028', table, row.number, field);
      }
    }
  }
}

/** A number followed by its unit, or by letters as units have them (`5.6 mmol/L`; not `2x10` or `1e3`). */
function carriesUnit(value: string, unit: string): boolean {
  if (!/^[<>=≤≥~]{0,2}\s?\d/.test(value)) return false;
  return (unit !== '' && value.endsWith(unit) && value.length > unit.length) || /\d\s?[A-DF-WYZa-df-wyzµ%]/.test(value);
}
