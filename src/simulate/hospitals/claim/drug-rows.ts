import type { DrugOrder, Encounter } from '../encounter.ts';
import { type ClaimRow, toInstant12 } from './claim-row.ts';
import { buildLineMoney } from './money-fields.ts';

/** XML2: a row for each drug order. */
export function buildDrugRows(encounter: Encounter): readonly ClaimRow[] {
  return encounter.drugs.map((order, index) => buildDrugRow(encounter, order, index + 1));
}

function buildDrugRow({ key, illness, cover }: Encounter, order: DrugOrder, number: number): ClaimRow {
  const { drug, quantity, days } = order;
  const money = buildLineMoney(cover, { quantity, hospitalPrice: drug.price, insurancePrice: drug.price });
  const unit = drug.unit.toLowerCase();
  return {
    amounts: money.amounts,
    fields: {
      ...money.fields,
      MA_LK: key,
      STT: String(number),
      MA_THUOC: drug.code,
      MA_NHOM: '4',
      TEN_THUOC: drug.name,
      DON_VI_TINH: drug.unit,
      HAM_LUONG: drug.strength,
      DUONG_DUNG: drug.route,
      DANG_BAO_CHE: drug.form,
      LIEU_DUNG: `${drug.perIntake} ${unit}/lần * ${drug.intakesPerDay} lần/ngày * ${days} ngày`,
      CACH_DUNG: drug.instruction,
      SO_DANG_KY: `VD-99${drug.code.slice(3).padStart(4, '0')}-26`,
      TT_THAU: '999/QĐ-GL;G1;N2;2026',
      DON_GIA: drug.price.toFixed(3),
      MA_KHOA: illness.department,
      MA_BAC_SI: order.doctor.licence,
      NGAY_YL: toInstant12(order.orderedAt),
      NGAY_TH_YL: order.givenAt === null ? '' : toInstant12(order.givenAt),
      NGUON_CTRA: '1',
    },
  };
}
