import type { BedUse, Encounter, ServiceOrder, SupplyUse } from '../encounter.ts';
import { EXAMINATION_FEE } from '../vocabulary/charges.ts';
import { type ClaimRow, toInstant12 } from './claim-row.ts';
import { buildLineMoney } from './money-fields.ts';

/** A service, bed or supply in the words of XML3, before its money. */
interface ServiceLine {
  readonly fields: Readonly<Record<string, string>>;
  readonly quantity: number;
  readonly hospitalPrice: number;
  readonly insurancePrice: number;
}

/** XML3: the examination, what was ordered and done, supplies and beds. */
export function buildServiceRows(encounter: Encounter): readonly ClaimRow[] {
  const lines = [
    examinationLine(encounter),
    ...encounter.services.map(serviceLine),
    ...encounter.supplies.map(supplyLine),
    ...encounter.beds.map(bedLine),
  ];
  const { key, cover, illness, doctor } = encounter;
  return lines.map((line, index) => {
    const money = buildLineMoney(cover, line);
    return {
      amounts: money.amounts,
      fields: {
        ...money.fields,
        MA_LK: key,
        STT: String(index + 1),
        DON_GIA_BV: line.hospitalPrice.toFixed(3),
        DON_GIA_BH: line.insurancePrice.toFixed(3),
        TYLE_TT_DV: '100',
        MA_KHOA: illness.department,
        MA_BAC_SI: doctor.licence,
        MA_BENH: illness.main.code,
        ...line.fields,
      },
    };
  });
}

function examinationLine({ arrivedAt, illness }: Encounter): ServiceLine {
  const fields = {
    MA_DICH_VU: EXAMINATION_FEE.code,
    TEN_DICH_VU: EXAMINATION_FEE.name,
    MA_NHOM: '13',
    DON_VI_TINH: 'Lần',
    MA_KHOA: illness.department === 'K30' ? 'K30' : 'K01',
    NGAY_YL: toInstant12(arrivedAt),
    NGAY_TH_YL: toInstant12(arrivedAt),
    NGAY_KQ: toInstant12(arrivedAt),
  };
  return { fields, quantity: 1, hospitalPrice: EXAMINATION_FEE.price, insurancePrice: EXAMINATION_FEE.price };
}

function serviceLine(order: ServiceOrder): ServiceLine {
  const common = {
    DON_VI_TINH: 'Lần',
    MA_BAC_SI: order.doctor.licence,
    NGUOI_THUC_HIEN: order.performer.licence,
    NGAY_YL: toInstant12(order.times.orderedAt),
    NGAY_TH_YL: toInstant12(order.times.doneAt),
    NGAY_KQ: toInstant12(order.times.endedAt),
  };
  if (order.kind === 'treatment') {
    const { code, name, group, icd9, anaesthesia, hospitalPrice, insurancePrice } = order.treatment;
    const fields = {
      ...common,
      MA_DICH_VU: code,
      TEN_DICH_VU: name,
      MA_NHOM: group,
      MA_PTTT_QT: icd9,
      PP_VO_CAM: anaesthesia,
    };
    return { fields, quantity: 1, hospitalPrice, insurancePrice };
  }
  const { code, name, price, machine } = order.kind === 'test' ? order.test : order.examination;
  const group = order.kind === 'test' ? '1' : order.examination.group;
  const fields = { ...common, MA_DICH_VU: code, TEN_DICH_VU: name, MA_NHOM: group, MA_MAY: `${machine}.99999.1` };
  return { fields, quantity: 1, hospitalPrice: price, insurancePrice: price };
}

function supplyLine({ supply, quantity, usedAt }: SupplyUse): ServiceLine {
  const fields = {
    MA_VAT_TU: supply.code,
    TEN_VAT_TU: supply.name,
    MA_NHOM: '10',
    DON_VI_TINH: supply.unit,
    TT_THAU: '999/QĐ-GL;G2;N3;2026',
    NGAY_YL: toInstant12(usedAt),
    NGAY_TH_YL: toInstant12(usedAt),
  };
  return { fields, quantity, hospitalPrice: supply.price, insurancePrice: supply.price };
}

function bedLine({ bed, number, days, from, to }: BedUse): ServiceLine {
  const fields = {
    MA_DICH_VU: bed.code,
    TEN_DICH_VU: bed.name,
    MA_NHOM: '15',
    DON_VI_TINH: 'Ngày',
    MA_GIUONG: number,
    NGAY_YL: toInstant12(from),
    NGAY_TH_YL: toInstant12(from),
    NGAY_KQ: toInstant12(to),
  };
  return { fields, quantity: days, hospitalPrice: bed.price, insurancePrice: bed.price };
}
