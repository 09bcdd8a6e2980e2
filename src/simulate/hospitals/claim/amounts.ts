/** Money of one line or of a whole record, in hundredths of a dong: whole numbers, so that sums are exact. */
export interface Amounts {
  /** THANH_TIEN_BV */
  readonly hospital: number;
  /** THANH_TIEN_BH */
  readonly insured: number;
  /** T_NGUONKHAC, all of it from the state budget here. */
  readonly otherSources: number;
  /** T_BNTT */
  readonly patient: number;
  /** T_BNCCT */
  readonly copayment: number;
  /** T_BHTT */
  readonly insurance: number;
}

export interface LinePrice {
  /** SO_LUONG, in thousandths. */
  readonly quantity: number;
  /** Dong. */
  readonly hospitalPrice: number;
  readonly insurancePrice: number;
  /** MUC_HUONG, percent; 0: nothing of the line is insured. */
  readonly benefit: number;
  /** The state budget pays what lies outside the insured price. */
  readonly aid: boolean;
}

/**
 * Splits a line as the annex says: other sources first take off what the patient would pay outside the insured price,
 * the co-payment is what the benefit rate leaves of the insured amount. The parts add up to the line exactly.
 * @source QĐ 4750/QĐ-BYT (2023), remarks on XML2 and XML3
 */
export function splitLine({ quantity, hospitalPrice, insurancePrice, benefit, aid }: LinePrice): Amounts {
  const hospital = Math.round((quantity * hospitalPrice) / 10);
  const insured = benefit === 0 ? 0 : Math.round((quantity * insurancePrice) / 10);
  const insurance = Math.round((insured * benefit) / 100);
  const outside = hospital - insured;
  const otherSources = aid ? outside : 0;
  return {
    hospital,
    insured,
    otherSources,
    patient: outside - otherSources,
    copayment: insured - insurance,
    insurance,
  };
}

/** The sum of lines, part by part. */
export function addAmounts(lines: readonly Amounts[]): Amounts {
  const sum = (name: keyof Amounts): number => lines.reduce((total, line) => total + line[name], 0);
  return {
    hospital: sum('hospital'),
    insured: sum('insured'),
    otherSources: sum('otherSources'),
    patient: sum('patient'),
    copayment: sum('copayment'),
    insurance: sum('insurance'),
  };
}

/** `123456.00` of hundredths. */
export function toMoney(hundredths: number): string {
  return (hundredths / 100).toFixed(2);
}
