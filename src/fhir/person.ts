import type { Patient } from '@medplum/fhirtypes';

/** Số định danh cá nhân, as VN Core names its system (profiles/identifiers.json: `cccd`). */
export const PERSONAL_NUMBER = 'http://fhir.hl7.org.vn/core/sid/cccd';

/** By what two Patient resources are told to be one citizen: both must be equal, the number alone never suffices. */
export interface Person {
  /** Số định danh cá nhân, 12 digits. */
  readonly number: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
}

const NUMBER = /^\d{12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The citizen that a Patient is; undefined without a personal number of 12 digits or without a whole day of birth, and
 * where the resource tells two numbers: then it is not known which is hers.
 * @source Luật Căn cước, Điều 12; NĐ 102/2025/NĐ-CP, Điều 6
 */
export function personOf({ identifier = [], birthDate = '' }: Patient): Person | undefined {
  const numbers = new Set(identifier.filter(({ system }) => system === PERSONAL_NUMBER).map(({ value = '' }) => value));
  const [number = ''] = numbers;
  return numbers.size === 1 && NUMBER.test(number) && DAY.test(birthDate) ? { number, birthDate } : undefined;
}
