import type { Encounter } from '../encounter.ts';
import { type ClaimRow, toDate8, toInstant12 } from './claim-row.ts';

/** XML7, the discharge certificate: one row when somebody was discharged from an inpatient stay, none otherwise. */
export function buildDischargeRows(encounter: Encounter): readonly ClaimRow[] {
  const { key, illness, otherDiagnoses, person, admittedAt, arrivedAt, endedAt, notes } = encounter;
  const author = notes.at(-1)?.author;
  if (admittedAt === null || author === undefined) return [];
  return [
    {
      fields: {
        MA_LK: key,
        SO_LUU_TRU: `LT-${key}`,
        MA_YTE: person.number,
        MA_KHOA_RV: illness.department,
        NGAY_VAO: toInstant12(arrivedAt),
        NGAY_RA: toInstant12(endedAt),
        CHAN_DOAN_RV: [illness.main, ...otherDiagnoses].map(({ text }) => text).join('; '),
        PP_DIEUTRI: illness.treatment,
        GHI_CHU: 'Dùng thuốc theo đơn, tái khám đúng hẹn.',
        MA_TTDV: '9990000001',
        MA_BS: author.licence,
        TEN_BS: author.name,
        NGAY_CT: toDate8(endedAt),
      },
    },
  ];
}
