import type { Encounter } from '../encounter.ts';
import type { Person } from '../person.ts';
import { PROVINCE_CODE, PROVINCE_NAME } from '../vocabulary/communes.ts';
import { addAmounts, toMoney } from './amounts.ts';
import { type ClaimRow, toDate8, toInstant12 } from './claim-row.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
/** MA_LOAI_KCB by kind of care. */
const TYPE_OF_CARE = { visit: '01', course: '05', stay: '03', operation: '03' } as const;
const SUPPLIES_GROUP = '10';

/** XML1: the episode, with the sums of its drug and service rows. */
export function buildHeaderRow(
  encounter: Encounter,
  drugs: readonly ClaimRow[],
  services: readonly ClaimRow[],
): ClaimRow {
  return {
    fields: {
      MA_LK: encounter.key,
      STT: '1',
      ...personFields(encounter.person),
      ...cardFields(encounter),
      ...diagnosisFields(encounter),
      ...stayFields(encounter),
      ...moneyFields(drugs, services),
      MA_CSKCB: encounter.facility,
      CAN_NANG: encounter.vitalSigns.weight.toFixed(2),
      MA_HSBA: `HS-${encounter.key}`,
      MA_TTDV: '9990000001',
    },
  };
}

function personFields(person: Person): Record<string, string> {
  const { year, month, day } = person.birth;
  const pad = (value: number): string => String(value).padStart(2, '0');
  const ofSex = { male: '1', female: '2' } as const;
  return {
    MA_BN: person.number,
    HO_TEN: person.name.toUpperCase(),
    SO_CCCD: person.citizenNumber,
    NGAY_SINH: person.birthYearOnly ? `${year}00000000` : `${year}${pad(month)}${pad(day)}0000`,
    GIOI_TINH: ofSex[person.sex],
    NHOM_MAU: person.bloodGroup,
    MA_QUOCTICH: '000',
    MA_DANTOC: person.group.code,
    MA_NGHE_NGHIEP: person.occupation,
    DIA_CHI: `${person.hamlet}, ${person.commune.name}, ${PROVINCE_NAME}`,
    MATINH_CU_TRU: PROVINCE_CODE,
    MAXA_CU_TRU: person.commune.code,
    DIEN_THOAI: person.telephone,
    MA_KHUVUC: person.group.naming === 'kinh' ? '' : 'K1',
  };
}

/** One card, or two when it was changed during the stay: lists of the same length. */
function cardFields({ person, cover, facility, arrivedAt, endedAt }: Encounter): Record<string, string> {
  const common = { MA_DOITUONG_KCB: cover.route };
  if (cover.benefit === 0) return common;
  const year = toDate8(endedAt).slice(0, 4);
  const card = `XX${person.cardNumber}`;
  const five = { NAM_NAM_LIEN_TUC: `${Number(year) + 1}0101` };
  if (!cover.secondCard) {
    return {
      ...common,
      ...five,
      MA_THE_BHYT: card,
      MA_DKBD: facility,
      GT_THE_TU: `${year}0101`,
      GT_THE_DEN: `${year}1231`,
    };
  }
  const next = `XX${person.cardNumber.slice(0, -1)}${(Number(person.cardNumber.at(-1)) + 1) % 10}`;
  return {
    ...common,
    ...five,
    MA_THE_BHYT: `${card};${next}`,
    MA_DKBD: `${facility};${facility}`,
    GT_THE_TU: `${toDate8(arrivedAt - 300 * DAY)};${toDate8(arrivedAt + DAY)}`,
    GT_THE_DEN: `${toDate8(arrivedAt)};${toDate8(arrivedAt + 300 * DAY)}`,
  };
}

function diagnosisFields({ illness, otherDiagnoses, services }: Encounter): Record<string, string> {
  const operations = services.flatMap((order) =>
    order.kind === 'treatment' && order.treatment.group === '8' ? [order.treatment.icd9] : [],
  );
  return {
    LY_DO_VV: illness.complaint,
    LY_DO_VNT: illness.admissionReason,
    CHAN_DOAN_VAO: illness.firstThought,
    CHAN_DOAN_RV: [illness.main, ...otherDiagnoses].map(({ text }) => text).join('; '),
    MA_BENH_CHINH: illness.main.code,
    MA_BENH_KT: otherDiagnoses.map(({ code }) => code).join(';'),
    MA_PTTT_QT: operations.join(';'),
    MA_TAI_NAN: illness.main.code.startsWith('S') ? '1' : '0',
    PP_DIEU_TRI: illness.treatment,
  };
}

function stayFields(encounter: Encounter): Record<string, string> {
  const { illness, admittedAt, endedAt, days } = encounter;
  const settledAt = endedAt + 5 * MINUTE;
  const revisit = { visit: 0, course: 28, stay: 7, operation: 14 }[illness.kind];
  return {
    MA_NOI_DI: encounter.referredFrom,
    MA_NOI_DEN: encounter.referredTo,
    NGAY_VAO: toInstant12(encounter.arrivedAt),
    NGAY_VAO_NOI_TRU: admittedAt === null ? '' : toInstant12(admittedAt),
    NGAY_RA: toInstant12(endedAt),
    GIAY_CHUYEN_TUYEN: encounter.referredFrom === '' ? '' : `GCT-${encounter.key}`,
    SO_NGAY_DTRI: String(days),
    KET_QUA_DTRI: encounter.outcome,
    MA_LOAI_RV: encounter.referredTo === '' ? '1' : '2',
    GHI_CHU:
      revisit === 0 ? 'Dùng thuốc theo đơn, tái khám khi có bất thường.' : 'Dùng thuốc theo đơn, tái khám đúng hẹn.',
    NGAY_TTOAN: toInstant12(settledAt),
    NAM_QT: toDate8(settledAt).slice(0, 4),
    THANG_QT: toDate8(settledAt).slice(4, 6),
    MA_LOAI_KCB: TYPE_OF_CARE[illness.kind],
    MA_KHOA: illness.department,
    NGAY_TAI_KHAM: revisit === 0 ? '' : toDate8(endedAt + revisit * DAY),
  };
}

function moneyFields(drugs: readonly ClaimRow[], services: readonly ClaimRow[]): Record<string, string> {
  const amountsOf = (rows: readonly ClaimRow[]) => addAmounts(rows.flatMap(({ amounts }) => amounts ?? []));
  const total = amountsOf([...drugs, ...services]);
  return {
    T_THUOC: toMoney(amountsOf(drugs).hospital),
    T_VTYT: toMoney(amountsOf(services.filter(({ fields }) => fields['MA_NHOM'] === SUPPLIES_GROUP)).hospital),
    T_TONGCHI_BV: toMoney(total.hospital),
    T_TONGCHI_BH: toMoney(total.insured),
    T_BNTT: toMoney(total.patient),
    T_BNCCT: toMoney(total.copayment),
    T_BHTT: toMoney(total.insured - total.copayment),
    T_NGUONKHAC: toMoney(total.otherSources),
    T_BHTT_GDV: toMoney(total.insurance),
  };
}
