import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { rowsOf, summaryRow, valueIn } from './claim-facts.ts';
import type { Findings } from './findings.ts';
import { canBeMain, contradictsSex, isDiseaseCode } from './icd10.ts';
import { listParts } from './list-values.ts';

/** Tables that name the diagnoses of the episode. */
const TABLES = ['XML1', 'XML13', 'XML14'] as const;
const MARKS = /[†‡*+]/g;

/**
 * Disease codes: several where one main code is due (LT-B070), the main code once more among the others (LT-B071), a
 * text that is no ICD-10 code (LT-B072), a code that no main disease can have (LT-B073), a disease of the other sex
 * (LT-B074). The marks of the double classification are LT-B021's.
 * @source TT 06/2026/TT-BYT, QĐ 4469/QĐ-BYT (2020); ICD-10, volume 2
 */
export function checkDiagnoses(record: FormRecord, findings: Findings): void {
  const sex = valueIn(summaryRow(record), 'GIOI_TINH');
  for (const table of TABLES) {
    for (const row of rowsOf(record, table)) checkRow(table, row, sex, findings);
  }
  for (const row of rowsOf(record, 'XML3')) {
    if (!codesIn(row, 'MA_BENH').every(isDiseaseCode)) findings.add('LT-B072', 'XML3', row.number, 'MA_BENH');
  }
}

function checkRow(table: string, row: SourceRow, sex: string, findings: Findings): void {
  const main = codesIn(row, 'MA_BENH_CHINH');
  const others = codesIn(row, 'MA_BENH_KT');
  const report = (ruleId: string, field: string) => findings.add(ruleId, table, row.number, field);
  if (main.length > 1) report('LT-B070', 'MA_BENH_CHINH');
  if (main.some((code) => others.includes(code))) report('LT-B071', 'MA_BENH_KT');
  if (!main.every(isDiseaseCode)) report('LT-B072', 'MA_BENH_CHINH');
  if (!others.every(isDiseaseCode)) report('LT-B072', 'MA_BENH_KT');
  if (!main.every(canBeMain)) report('LT-B073', 'MA_BENH_CHINH');
  if (main.some((code) => contradictsSex(code, sex))) report('LT-B074', 'MA_BENH_CHINH');
  if (others.some((code) => contradictsSex(code, sex))) report('LT-B074', 'MA_BENH_KT');
}

/** Codes without the marks of the double classification. */
function codesIn(row: SourceRow, field: string): readonly string[] {
  return listParts(row.fields.get(field)).map((code) => code.replace(MARKS, ''));
}
