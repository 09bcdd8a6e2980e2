import { toLocalInstant } from '../../fhir/local-time.ts';
import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import type { EpochMs } from '../../types/submission.ts';
import { countDays, isLastDayOfMonth, toMinutes } from './calendar.ts';
import { instantIn, rowsOf, summaryRow, valueIn } from './claim-facts.ts';
import type { Findings } from './findings.ts';
import { isInteger } from './value-forms.ts';

/** Kinds of care (MA_LOAI_KCB) whose end is the end of a day. */
const ENDS_WITH_THE_DAY = new Set(['02', '05', '07', '08']);
/** Inpatient, day treatment, stay at a station, inpatient under 4 hours. */
const STAYS = new Set(['03', '04', '06', '09']);
const ADMITTED = new Set(['03', '04', '09']);
const SHORT_STAY_MINUTES = 240;
const DAY_MS = 86_400_000;
/** KET_QUA_DTRI: died, died outside the hospital. */
const DIED = new Set(['5', '8']);
/** MA_LOAI_RV: referred for clinical need, at the patient's request. */
const REFERRED = new Set(['2', '5']);

/**
 * What XML1 says of the whole episode: an end at 23:59 (LT-B036) or at the border of a month (LT-B037) where the kind of
 * care has none, admission after the end (LT-B038), an episode after its receipt (LT-B039), a stay that is too long or
 * too short for its kind (LT-B150, LT-B151), no time of admission (LT-B152), more days than the stay has (LT-B153), the
 * month of settlement (LT-B154), an appointment for or referral of a person who died (LT-B155, LT-B156).
 * @source QĐ 4750/QĐ-BYT, XML1; QĐ 1804/QĐ-BYT (kinds of care)
 */
export function checkCareEpisode(record: FormRecord, findings: Findings, receivedAt: EpochMs): void {
  const summary = summaryRow(record);
  if (summary === undefined) return;
  const report = (ruleId: string, field: string) => findings.add(ruleId, 'XML1', summary.number, field);
  checkBorders(summary, report);
  checkReceipt(summary, receivedAt, report);
  checkStay(summary, report);
  checkSettlement(summary, report);
  if (!DIED.has(valueIn(summary, 'KET_QUA_DTRI'))) return;
  const isExpected = valueIn(summary, 'NGAY_TAI_KHAM') !== '' || rowsOf(record, 'XML14').length > 0;
  if (isExpected) report('LT-B155', 'KET_QUA_DTRI');
  if (REFERRED.has(valueIn(summary, 'MA_LOAI_RV'))) report('LT-B156', 'MA_LOAI_RV');
}

type Report = (ruleId: string, field: string) => void;

function checkBorders(summary: SourceRow, report: Report): void {
  const kind = valueIn(summary, 'MA_LOAI_KCB');
  const arrival = instantIn(summary, 'NGAY_VAO');
  const discharge = instantIn(summary, 'NGAY_RA');
  const admission = instantIn(summary, 'NGAY_VAO_NOI_TRU');
  const isReversed = arrival !== undefined && discharge !== undefined && discharge < arrival;
  const endsBeforeAdmission = discharge !== undefined && admission !== undefined && discharge < admission;
  if (endsBeforeAdmission && !isReversed) report('LT-B038', 'NGAY_VAO_NOI_TRU');
  const endsWithDay = discharge?.endsWith('2359') === true && kind !== '' && !ENDS_WITH_THE_DAY.has(kind);
  const endsWithMonth = endsWithDay && STAYS.has(kind) && isLastDayOfMonth(discharge);
  if (endsWithMonth) report('LT-B037', 'NGAY_RA');
  else if (endsWithDay) report('LT-B036', 'NGAY_RA');
  if (STAYS.has(kind) && arrival?.endsWith('010000') === true) report('LT-B037', 'NGAY_VAO');
}

/** A day is left to clocks that go wrong. */
function checkReceipt(summary: SourceRow, receivedAt: EpochMs, report: Report): void {
  const latest = toLocalInstant(receivedAt + DAY_MS)
    .replace(/[-T:]/g, '')
    .slice(0, 12);
  const later = ['NGAY_RA', 'NGAY_VAO'].find((field) => (instantIn(summary, field) ?? '') > latest);
  if (later !== undefined) report('LT-B039', later);
}

function checkStay(summary: SourceRow, report: Report): void {
  const kind = valueIn(summary, 'MA_LOAI_KCB');
  const arrival = instantIn(summary, 'NGAY_VAO');
  const discharge = instantIn(summary, 'NGAY_RA');
  const admission = instantIn(summary, 'NGAY_VAO_NOI_TRU');
  if (ADMITTED.has(kind) && valueIn(summary, 'NGAY_VAO_NOI_TRU') === '') report('LT-B152', 'NGAY_VAO_NOI_TRU');
  const start = admission ?? arrival;
  if (start === undefined || discharge === undefined || discharge < start) return;
  const minutes = toMinutes(discharge) - toMinutes(start);
  if (kind === '09' && minutes > SHORT_STAY_MINUTES) report('LT-B150', 'MA_LOAI_KCB');
  if (kind === '03' && minutes < SHORT_STAY_MINUTES) report('LT-B151', 'MA_LOAI_KCB');
  const days = valueIn(summary, 'SO_NGAY_DTRI');
  if (STAYS.has(kind) && isInteger(days) && Number(days) > countDays(arrival ?? start, discharge)) {
    report('LT-B153', 'SO_NGAY_DTRI');
  }
}

function checkSettlement(summary: SourceRow, report: Report): void {
  const year = valueIn(summary, 'NAM_QT');
  const month = valueIn(summary, 'THANG_QT');
  if (!isInteger(year) || !isInteger(month)) return;
  const isMonth = Number(month) >= 1 && Number(month) <= 12;
  const settled = `${year.padStart(4, '0')}${month.padStart(2, '0')}`;
  const discharged = instantIn(summary, 'NGAY_RA')?.slice(0, 6) ?? '';
  if (!isMonth || settled < discharged) report('LT-B154', 'THANG_QT');
}
