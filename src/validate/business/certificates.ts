import type { FormRecord } from '../../types/source-record.ts';
import { instantIn, rowsOf, summaryRow, valueIn } from './claim-facts.ts';
import type { Findings } from './findings.ts';
import { listParts } from './list-values.ts';
import { isDigits, isInteger } from './value-forms.ts';

const SICK_LEAVE_FORM = 'CT07';
const LONGEST_PREGNANCY_WEEKS = 42;
/** Grams; below and above it is more likely another unit. */
const LIGHTEST_NEWBORN = 300;
const HEAVIEST_NEWBORN = 8_000;
const BIRTH_NUMBER = /^\d{5}\.GCS\.(\d{5})\.\d{2}$/;

/**
 * Certificates against the episode they belong to: MA_YTE that is not MA_BN (LT-B029), another form of sick leave than
 * CT07 (LT-B122), a pregnant man (LT-B123), weeks of pregnancy (LT-B124); of newborns the time of birth (LT-B125), their
 * number (LT-B126), their weight (LT-B127), the number of the birth certificate (LT-B128).
 * @source QĐ 4750/QĐ-BYT, XML7, XML9, XML10, XML11; TT 22/2025/TT-BYT (number of the birth certificate)
 */
export function checkCertificates(record: FormRecord, findings: Findings): void {
  const summary = summaryRow(record);
  const patient = valueIn(summary, 'MA_BN');
  for (const row of rowsOf(record, 'XML7')) {
    const number = valueIn(row, 'MA_YTE');
    if (number !== '' && patient !== '' && number !== patient) findings.add('LT-B029', 'XML7', row.number, 'MA_YTE');
  }
  for (const row of rowsOf(record, 'XML11')) {
    const form = valueIn(row, 'MAU_SO');
    if (form !== '' && form !== SICK_LEAVE_FORM) findings.add('LT-B122', 'XML11', row.number, 'MAU_SO');
  }
  checkPregnancy(record, valueIn(summary, 'GIOI_TINH'), findings);
  checkNewborns(record, findings);
}

function checkPregnancy(record: FormRecord, sex: string, findings: Findings): void {
  const isMan = sex === '1';
  for (const table of ['XML7', 'XML11']) {
    for (const row of rowsOf(record, table)) {
      const weeks = valueIn(row, 'TUOI_THAI');
      const isEnded = valueIn(row, 'MA_DINH_CHI_THAI') === '1';
      if (isMan && (isEnded || weeks !== '')) findings.add('LT-B123', table, row.number, 'MA_DINH_CHI_THAI');
      const isPossible = isInteger(weeks) && Number(weeks) >= 1 && Number(weeks) <= LONGEST_PREGNANCY_WEEKS;
      if (weeks !== '' && !isPossible) findings.add('LT-B124', table, row.number, 'TUOI_THAI');
    }
  }
  for (const row of rowsOf(record, 'XML10')) if (isMan) findings.add('LT-B123', 'XML10', row.number, 'SO_CT');
}

function checkNewborns(record: FormRecord, findings: Findings): void {
  const summary = summaryRow(record);
  const arrival = instantIn(summary, 'NGAY_VAO')?.slice(0, 8) ?? '';
  const discharge = instantIn(summary, 'NGAY_RA')?.slice(0, 8) ?? '9';
  const facility = valueIn(summary, 'MA_CSKCB');
  const rows = rowsOf(record, 'XML9');
  for (const row of rows) {
    const report = (ruleId: string, field: string) => findings.add(ruleId, 'XML9', row.number, field);
    const birth = instantIn(row, 'NGAY_SINH_CON')?.slice(0, 8);
    if (birth !== undefined && (birth < arrival || birth > discharge)) report('LT-B125', 'NGAY_SINH_CON');
    const count = valueIn(row, 'SO_CON');
    if (isInteger(count) && Number(count) !== rows.length) report('LT-B126', 'SO_CON');
    if (!isNewbornWeight(valueIn(row, 'CAN_NANG_CON'))) report('LT-B127', 'CAN_NANG_CON');
    if (!isBirthNumber(valueIn(row, 'SO'), facility)) report('LT-B128', 'SO');
  }
  const weights = listParts(summary?.fields.get('CAN_NANG_CON'));
  if (summary !== undefined && !weights.every(isNewbornWeight)) {
    findings.add('LT-B127', 'XML1', summary.number, 'CAN_NANG_CON');
  }
}

function isNewbornWeight(grams: string): boolean {
  if (grams === '') return true;
  const [whole = ''] = grams.split('.', 2);
  return isDigits(whole) && Number(whole) >= LIGHTEST_NEWBORN && Number(whole) <= HEAVIEST_NEWBORN;
}

/** Serial.GCS.facility.year; a number that is not of this kind at all is an older one, and passes. */
function isBirthNumber(number: string, facility: string): boolean {
  if (!number.includes('GCS')) return true;
  const [, issuer] = BIRTH_NUMBER.exec(number) ?? [];
  return issuer !== undefined && (facility === '' || issuer === facility);
}
