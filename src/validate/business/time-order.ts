import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { instantIn, rowsOf, summaryRow } from './claim-facts.ts';
import type { Findings } from './findings.ts';
import { listParts } from './list-values.ts';
import { isDate } from './value-forms.ts';

/** The later field of a row must not lie before the earlier one. */
const ROW_ORDER = [
  { table: 'XML2', earlier: 'NGAY_YL', later: 'NGAY_TH_YL', ruleId: 'LT-B032' },
  { table: 'XML3', earlier: 'NGAY_YL', later: 'NGAY_TH_YL', ruleId: 'LT-B032' },
  { table: 'XML3', earlier: 'NGAY_YL', later: 'NGAY_KQ', ruleId: 'LT-B033' },
] as const;

/** Fields whose time lies in the stay. */
const DURING_STAY = [
  { table: 'XML2', field: 'NGAY_YL' },
  { table: 'XML3', field: 'NGAY_YL' },
  { table: 'XML5', field: 'THOI_DIEM_DBLS' },
] as const;

/**
 * Order of times: NGAY_RA not before NGAY_VAO (LT-B030), NGAY_VAO_NOI_TRU not before NGAY_VAO (LT-B031), NGAY_TH_YL
 * and NGAY_KQ not before NGAY_YL (LT-B032, LT-B033), orders and notes within the stay (LT-B034), next appointment not
 * before NGAY_RA (LT-B035). Times that are not well-formed are not compared.
 * @source validation sheets of the insurance portal
 */
export function checkTimeOrder(record: FormRecord, findings: Findings): void {
  const summary = summaryRow(record);
  const arrival = instantIn(summary, 'NGAY_VAO');
  const discharge = instantIn(summary, 'NGAY_RA');
  const isReversed = arrival !== undefined && discharge !== undefined && discharge < arrival;
  if (isReversed) findings.add('LT-B030', 'XML1', 1, 'NGAY_RA');
  else checkStay(record, arrival, discharge, findings);
  const admission = instantIn(summary, 'NGAY_VAO_NOI_TRU');
  if (admission !== undefined && arrival !== undefined && admission < arrival) {
    findings.add('LT-B031', 'XML1', 1, 'NGAY_VAO_NOI_TRU');
  }
  checkRows(record, findings);
  if (summary !== undefined && discharge !== undefined) checkAppointments(record, summary, discharge, findings);
}

function checkRows(record: FormRecord, findings: Findings): void {
  for (const { table, earlier, later, ruleId } of ROW_ORDER) {
    for (const row of rowsOf(record, table)) {
      const first = instantIn(row, earlier);
      const second = instantIn(row, later);
      if (first !== undefined && second !== undefined && second < first) findings.add(ruleId, table, row.number, later);
    }
  }
}

function checkStay(
  record: FormRecord,
  arrival: string | undefined,
  discharge: string | undefined,
  findings: Findings,
): void {
  for (const { table, field } of DURING_STAY) {
    for (const row of rowsOf(record, table)) {
      const at = instantIn(row, field);
      if (at === undefined) continue;
      const isOutside = (arrival !== undefined && at < arrival) || (discharge !== undefined && at > discharge);
      if (isOutside) findings.add('LT-B034', table, row.number, field);
    }
  }
}

function checkAppointments(record: FormRecord, summary: SourceRow, discharge: string, findings: Findings): void {
  const dischargeDay = discharge.slice(0, 8);
  const days = listParts(summary.fields.get('NGAY_TAI_KHAM')).filter(isDate);
  if (days.some((day) => day < dischargeDay)) findings.add('LT-B035', 'XML1', summary.number, 'NGAY_TAI_KHAM');
  for (const row of rowsOf(record, 'XML14')) {
    const appointment = instantIn(row, 'NGAY_HEN_KL');
    if (appointment !== undefined && appointment.slice(0, 8) < dischargeDay) {
      findings.add('LT-B035', 'XML14', row.number, 'NGAY_HEN_KL');
    }
  }
}
