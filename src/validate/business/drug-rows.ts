import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { rowsOf, summaryRow, valueIn } from './claim-facts.ts';
import type { Findings } from './findings.ts';
import { isDigits } from './value-forms.ts';

/** MA_NHOM that belong to the other table of costs; 7 and 17, blood, are sent in either. */
const NOT_FOR_DRUGS = new Set(['1', '2', '3', '8', '10', '12', '13', '14', '15', '16', '18', '19']);
const NOT_FOR_SERVICES = new Set(['4']);
const DRUG = '4';
/** MA_LOAI_KCB of patients who take their drugs home. */
const OUTPATIENT = new Set(['01', '05', '07', '08']);
const LONGEST_DAYS = 90;
const USUAL_DAYS = 30;
/** The fifth digit of a registration number of 12: without prescription, on prescription. */
const SUPPLY_CLASSES = new Set(['0', '1']);

/**
 * Rows of XML2, and tenders of XML3: a group of the other table (LT-B080), an insured drug without tender (LT-B081), a
 * tender not of its form (LT-B082), a dose not of its form (LT-B083), a prescription for more than 90 days (LT-B084) or
 * 30 (LT-B085), the registration number (LT-B086, LT-B087).
 * @source QĐ 4750/QĐ-BYT, XML2 and XML3; TT 26/2025/TT-BYT (days of a prescription)
 */
export function checkDrugRows(record: FormRecord, findings: Findings): void {
  const isOutpatient = OUTPATIENT.has(valueIn(summaryRow(record), 'MA_LOAI_KCB'));
  for (const row of rowsOf(record, 'XML2')) checkDrug(row, isOutpatient, findings);
  for (const row of rowsOf(record, 'XML3')) {
    if (NOT_FOR_SERVICES.has(valueIn(row, 'MA_NHOM'))) findings.add('LT-B080', 'XML3', row.number, 'MA_NHOM');
    if (!isTender(valueIn(row, 'TT_THAU'))) findings.add('LT-B082', 'XML3', row.number, 'TT_THAU');
  }
}

function checkDrug(row: SourceRow, isOutpatient: boolean, findings: Findings): void {
  const report = (ruleId: string, field: string) => findings.add(ruleId, 'XML2', row.number, field);
  const group = valueIn(row, 'MA_NHOM');
  const tender = valueIn(row, 'TT_THAU');
  const isPaid = valueIn(row, 'PHAM_VI') === '1' && valueIn(row, 'NGUON_CTRA') === '1';
  if (NOT_FOR_DRUGS.has(group)) report('LT-B080', 'MA_NHOM');
  if (group === DRUG && isPaid && tender === '') report('LT-B081', 'TT_THAU');
  if (!isTender(tender)) report('LT-B082', 'TT_THAU');
  const dose = valueIn(row, 'LIEU_DUNG');
  if (group === DRUG && dose !== '' && !isDose(dose)) report('LT-B083', 'LIEU_DUNG');
  const days = isOutpatient ? daysOf(dose) : 0;
  if (days > LONGEST_DAYS) report('LT-B084', 'LIEU_DUNG');
  else if (days > USUAL_DAYS) report('LT-B085', 'LIEU_DUNG');
  checkRegistration(valueIn(row, 'SO_DANG_KY'), report);
}

function checkRegistration(number: string, report: (ruleId: string, field: string) => void): void {
  if (/\s/.test(number)) report('LT-B086', 'SO_DANG_KY');
  const isNewForm = number.length === 12 && isDigits(number);
  if (isNewForm && !SUPPLY_CLASSES.has(number.charAt(4))) report('LT-B087', 'SO_DANG_KY');
}

/** Decision; package; group; year; and whatever follows. Empty is left to other rules. */
function isTender(text: string): boolean {
  if (text === '') return true;
  const [decision = '', lot = '', group = '', year = ''] = text.split(';', 4).map((part) => part.trim());
  return decision !== '' && lot !== '' && group !== '' && year.length === 4 && isDigits(year);
}

/** Amount of an intake * intakes a day * days. */
function isDose(text: string): boolean {
  const parts = text.split('*', 4);
  return parts.length === 3 && parts.every((part) => /\d/.test(part));
}

/** Days of a dose of that form; 0 when it does not tell. */
function daysOf(dose: string): number {
  const [, , days = ''] = dose.split('*', 4);
  const [, count = '0'] = /^\s{0,3}(\d{1,3})\s{0,3}(?:ngày|\[|$)/i.exec(days) ?? [];
  return Number(count);
}
