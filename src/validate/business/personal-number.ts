import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { countDays } from './calendar.ts';
import { instantIn, summaryRow, valueIn } from './claim-facts.ts';
import type { Findings } from './findings.ts';
import { isBirthInstant, isDigits } from './value-forms.ts';

/** Highest number of a province of birth registration; other numbers are nobody's. */
const LAST_PROVINCE = 96;
/** Newborns are recorded with the hour of birth. */
const NEWBORN_DAYS = 28;

/**
 * The person of XML1: sex (LT-B060) and year of birth (LT-B061) as the 12-digit personal number tells them, an old
 * 9-digit number (LT-B062), birth after arrival (LT-B063), a newborn without the hour of birth (LT-B064).
 * Numbers are issued anew when sex or year of birth is corrected, so a difference is a hint and no proof.
 * @source Luật Căn cước 2023, art. 12; structure of the number as published: province 3, century and sex 1, year 2
 */
export function checkPerson(record: FormRecord, findings: Findings): void {
  const summary = summaryRow(record);
  if (summary === undefined) return;
  const report = (ruleId: string, field: string) => findings.add(ruleId, 'XML1', summary.number, field);
  const number = valueIn(summary, 'SO_CCCD');
  if (number.length === 9 && isDigits(number)) report('LT-B062', 'SO_CCCD');
  const told = readPersonalNumber(number);
  if (told !== undefined && contradictsSex(told.sex, valueIn(summary, 'GIOI_TINH'))) report('LT-B060', 'SO_CCCD');
  const birth = valueIn(summary, 'NGAY_SINH');
  if (!isBirthInstant(birth)) return;
  if (told !== undefined && told.year !== Number(birth.slice(0, 4))) report('LT-B061', 'SO_CCCD');
  checkBirth(summary, birth, report);
}

function checkBirth(summary: SourceRow, birth: string, report: (ruleId: string, field: string) => void): void {
  const arrival = instantIn(summary, 'NGAY_VAO');
  if (arrival === undefined) return;
  const isDayKnown = !birth.startsWith('0000', 4);
  const length = isDayKnown ? 8 : 4;
  if (birth.slice(0, length) > arrival.slice(0, length)) report('LT-B063', 'NGAY_SINH');
  else if (isDayKnown && birth.endsWith('0000') && countDays(birth, arrival) <= NEWBORN_DAYS + 1) {
    report('LT-B064', 'NGAY_SINH');
  }
}

/** What a personal number tells; undefined when it is none, or its first digits are no province's. */
function readPersonalNumber(number: string): { readonly sex: 'male' | 'female'; readonly year: number } | undefined {
  if (number.length !== 12 || !isDigits(number)) return undefined;
  const province = Number(number.slice(0, 3));
  if (province === 0 || province > LAST_PROVINCE) return undefined;
  const century = Number(number.charAt(3));
  const year = 1900 + Math.floor(century / 2) * 100 + Number(number.slice(4, 6));
  return { sex: century % 2 === 0 ? 'male' : 'female', year };
}

function contradictsSex(told: 'male' | 'female', code: string): boolean {
  return (code === '1' && told === 'female') || (code === '2' && told === 'male');
}
