import type { Cover } from '../encounter.ts';
import { type Amounts, splitLine, toMoney } from './amounts.ts';

/** What XML2 and XML3 say alike of a line's money. */
export interface LineMoney {
  readonly amounts: Amounts;
  readonly fields: Readonly<Record<string, string>>;
}

/** The money fields that drug and service rows share; prices stand in each table's own fields. */
export function buildLineMoney(
  { benefit, aid }: Cover,
  line: { readonly quantity: number; readonly hospitalPrice: number; readonly insurancePrice: number },
): LineMoney {
  const amounts = splitLine({ ...line, quantity: Math.round(line.quantity * 1000), benefit, aid });
  return {
    amounts,
    fields: {
      PHAM_VI: benefit === 0 ? '2' : '1',
      TYLE_TT_BH: benefit === 0 ? '0' : '100',
      SO_LUONG: line.quantity.toFixed(3),
      THANH_TIEN_BV: toMoney(amounts.hospital),
      THANH_TIEN_BH: toMoney(amounts.insured),
      T_NGUONKHAC_NSNN: toMoney(amounts.otherSources),
      T_NGUONKHAC_VTNN: '0.00',
      T_NGUONKHAC_VTTN: '0.00',
      T_NGUONKHAC_CL: '0.00',
      T_NGUONKHAC: toMoney(amounts.otherSources),
      MUC_HUONG: String(benefit),
      T_BNTT: toMoney(amounts.patient),
      T_BNCCT: toMoney(amounts.copayment),
      T_BHTT: toMoney(amounts.insurance),
      MA_PTTT: '1',
    },
  };
}
