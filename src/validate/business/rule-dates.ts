import type { Rule } from '../../types/issue.ts';

/** Whether a rule holds for a record of a day, `YYYY-MM-DD`; when the day is not known, the rules of today hold. */
export function isInForce({ validFrom = '', validTo = '9999' }: Rule, day: string | undefined): boolean {
  return day === undefined ? validTo === '9999' : validFrom <= day && day <= validTo;
}
