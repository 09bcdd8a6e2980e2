import type { FormRecord } from '../../types/source-record.ts';
import { countDays } from './calendar.ts';
import { rowsOf, valueIn } from './claim-facts.ts';
import type { Findings } from './findings.ts';
import { listParts } from './list-values.ts';
import { isDate, isInteger } from './value-forms.ts';

interface Period {
  readonly table: string;
  readonly from: string;
  readonly to: string;
  /** Field that counts the days, both ends included. */
  readonly days?: string;
}

const PERIODS: readonly Period[] = [
  { table: 'XML1', from: 'GT_THE_TU', to: 'GT_THE_DEN' },
  { table: 'XML6', from: 'NGAYBD_DTRI_LAO', to: 'NGAYKT_DTRI_LAO' },
  { table: 'XML6', from: 'NGAY_XN_TLVR', to: 'NGAY_KQ_XN_TLVR' },
  { table: 'XML6', from: 'NGAY_XN_PCR', to: 'NGAY_KQ_XN_PCR' },
  { table: 'XML6', from: 'NGAY_BAT_DAU_XU_TRI', to: 'NGAY_KET_THUC_XU_TRI' },
  { table: 'XML7', from: 'NGOAITRU_TUNGAY', to: 'NGOAITRU_DENNGAY', days: 'SO_NGAY_NGHI' },
  { table: 'XML10', from: 'TU_NGAY', to: 'DEN_NGAY', days: 'SO_NGAY' },
  { table: 'XML11', from: 'TU_NGAY', to: 'DEN_NGAY', days: 'SO_NGAY_NGHI' },
  { table: 'XML15', from: 'NGAYBD_DTRI_LAO', to: 'NGAYKT_DTRI_LAO' },
];

/**
 * Periods of cards, treatments and leaves: the end before the start (LT-B120), a number of days that is not that of the
 * period (LT-B121). Days that are not well-formed are not compared; cards are compared one by one.
 * @source QĐ 4750/QĐ-BYT, XML1, XML6, XML7, XML10, XML11, XML15
 */
export function checkPeriods(record: FormRecord, findings: Findings): void {
  for (const { table, from, to, days } of PERIODS) {
    for (const row of rowsOf(record, table)) {
      const starts = listParts(row.fields.get(from));
      const ends = listParts(row.fields.get(to));
      if (starts.length !== ends.length || ![...starts, ...ends].every(isDate)) continue;
      const isReversed = starts.some((start, at) => (ends[at] ?? '') < start);
      if (isReversed) findings.add('LT-B120', table, row.number, to);
      const [start = '', end = ''] = [starts[0], ends[0]];
      const counted = days === undefined ? '' : valueIn(row, days);
      if (isReversed || days === undefined || start === '' || !isInteger(counted)) continue;
      if (Number(counted) !== countDays(start, end)) findings.add('LT-B121', table, row.number, days);
    }
  }
}
