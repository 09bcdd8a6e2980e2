import type { Encounter } from '../encounter.ts';
import { type ClaimRow, toDate8 } from './claim-row.ts';

/** What the certificates repeat of XML1. */
const PERSON = ['HO_TEN', 'NGAY_SINH', 'GIOI_TINH', 'DIA_CHI', 'MA_THE_BHYT', 'GT_THE_DEN'] as const;
const STAY = ['NGAY_VAO', 'NGAY_VAO_NOI_TRU', 'NGAY_RA'] as const;
const DIAGNOSES = ['CHAN_DOAN_RV', 'MA_BENH_CHINH', 'MA_BENH_KT'] as const;

/** XML8, the summary of the record: one row for an inpatient stay, none otherwise. */
export function buildSummaryRows(
  { admittedAt, endedAt, illness, notes }: Encounter,
  header: ClaimRow,
): readonly ClaimRow[] {
  if (admittedAt === null) return [];
  const repeated = ['MA_LK', 'MA_LOAI_KCB', 'NGAY_VAO', 'NGAY_RA', 'CHAN_DOAN_VAO', 'CHAN_DOAN_RV', 'KET_QUA_DTRI'];
  return [
    {
      fields: {
        ...pick(header, [...repeated, 'MA_TTDV']),
        QT_BENHLY: `${illness.complaint}. ${notes[0]?.text ?? ''}`,
        TOMTAT_KQ: 'Kết quả cận lâm sàng ghi trong hồ sơ bệnh án.',
        PP_DIEUTRI: illness.treatment,
        NGAY_CT: toDate8(endedAt),
      },
    },
  ];
}

/** XML13, the referral letter: one row for a patient who is sent to another facility. */
export function buildReferralRows(
  { key, facility, referredTo, illness, doctor }: Encounter,
  header: ClaimRow,
): readonly ClaimRow[] {
  if (referredTo === '') return [];
  const person = ['MA_QUOCTICH', 'MA_DANTOC', 'MA_NGHE_NGHIEP'];
  return [
    {
      fields: {
        ...pick(header, ['MA_LK', ...PERSON, ...person, ...STAY, ...DIAGNOSES, 'PP_DIEU_TRI', 'MA_LOAI_RV', 'MA_TTDV']),
        SO_HOSO: `HS-${key}`,
        SO_CHUYENTUYEN: `CT-${key}`,
        GIAY_CHUYEN_TUYEN: `GCT-${key}`,
        MA_CSKCB: facility,
        MA_NOI_DI: facility,
        MA_NOI_DEN: referredTo,
        DAU_HIEU_LS: illness.complaint,
        QT_BENHLY: illness.admissionReason,
        TEN_DICH_VU: 'Khám bệnh, xét nghiệm cơ bản',
        MA_LYDO_CT: '1',
        HUONG_DIEU_TRI: 'Điều trị tiếp ở cơ sở chuyên khoa',
        PHUONGTIEN_VC: 'Xe cứu thương',
        MA_BAC_SI: doctor.licence,
      },
    },
  ];
}

/** XML14, the appointment slip: one row when a day was set. */
export function buildAppointmentRows(
  { key, facility, endedAt, doctor }: Encounter,
  header: ClaimRow,
): readonly ClaimRow[] {
  const day = header.fields['NGAY_TAI_KHAM'] ?? '';
  if (day === '') return [];
  return [
    {
      fields: {
        ...pick(header, ['MA_LK', ...PERSON, ...STAY, ...DIAGNOSES, 'MA_DOITUONG_KCB', 'MA_TTDV']),
        SO_GIAYHEN_KL: `HK-${key}`,
        MA_CSKCB: facility,
        NGAY_HEN_KL: `${day}0800`,
        MA_BAC_SI: doctor.licence,
        NGAY_CT: toDate8(endedAt),
      },
    },
  ];
}

function pick({ fields }: ClaimRow, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? '']));
}
