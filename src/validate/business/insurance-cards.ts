import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { instantIn, summaryRow, valueIn } from './claim-facts.ts';
import { exceeds, parseDecimal, ZERO } from './exact-decimal.ts';
import type { Findings } from './findings.ts';
import { listParts } from './list-values.ts';
import { isDate, isDigits } from './value-forms.ts';

const NOT_INSURED = '9';
/** Organ donors right after the donation, newborns right after birth: insured before they have a card. */
const WITHOUT_CARD = new Set(['1.6', '1.7']);

/**
 * The insurance card against the rest of XML1: a 12-digit number that is not the personal number (LT-B065), or before
 * there were such numbers (LT-B066); money of the fund without a card (LT-B067) or for a person who is not insured
 * (LT-B068); no card that holds during the episode (LT-B069).
 * @source NĐ 188/2025/NĐ-CP (numbers), QĐ 3276/QĐ-BYT (MA_DOITUONG_KCB)
 */
export function checkInsuranceCards(record: FormRecord, findings: Findings): void {
  const summary = summaryRow(record);
  if (summary === undefined) return;
  const report = (ruleId: string, field: string) => findings.add(ruleId, 'XML1', summary.number, field);
  const cards = listParts(summary.fields.get('MA_THE_BHYT'));
  const personal = valueIn(summary, 'SO_CCCD');
  const twelve = cards.filter(isPersonalNumber);
  if (twelve.length > 0) report('LT-B066', 'MA_THE_BHYT');
  if (isPersonalNumber(personal) && twelve.some((card) => card !== personal)) report('LT-B065', 'MA_THE_BHYT');
  const category = valueIn(summary, 'MA_DOITUONG_KCB');
  const paid = parseDecimal(summary.fields.get('T_BHTT'));
  if (paid !== undefined && exceeds(paid, ZERO)) {
    if (category === NOT_INSURED) report('LT-B068', 'T_BHTT');
    else if (valueIn(summary, 'MA_THE_BHYT') === '' && !WITHOUT_CARD.has(category)) report('LT-B067', 'MA_THE_BHYT');
  }
  if (cards.length > 0 && !holdsDuringCare(summary, cards.length)) report('LT-B069', 'GT_THE_DEN');
}

function isPersonalNumber(text: string): boolean {
  return text.length === 12 && isDigits(text);
}

/** Whether a card holds on some day of the episode; also true when the dates cannot tell. */
function holdsDuringCare(summary: SourceRow, cards: number): boolean {
  const starts = listParts(summary.fields.get('GT_THE_TU'));
  const ends = listParts(summary.fields.get('GT_THE_DEN'));
  const arrival = instantIn(summary, 'NGAY_VAO')?.slice(0, 8);
  const discharge = instantIn(summary, 'NGAY_RA')?.slice(0, 8) ?? arrival;
  if (arrival === undefined || discharge === undefined || starts.length !== cards || ends.length !== cards) return true;
  if (![...starts, ...ends].every(isDate)) return true;
  return starts.some((start, at) => start <= discharge && (ends[at] ?? '') >= arrival);
}
