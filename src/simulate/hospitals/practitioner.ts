import { createRandom } from './random.ts';
import { KINH_FAMILY_NAMES, MALE_GIVEN_NAMES, MALE_MIDDLE_NAMES } from './vocabulary/names.ts';

/** An invented doctor, nurse or technician of a facility. */
export interface Practitioner {
  /** Number of the practice licence, as in MA_BAC_SI. */
  readonly licence: string;
  readonly name: string;
}

/** The staff of a facility, who keep their numbers over all its encounters. */
export function createStaff(seed: string, size: number): readonly Practitioner[] {
  const random = createRandom(`${seed}/staff`);
  const first = random.integer(1, 899 - size);
  return Array.from({ length: size }, (_, index) => ({
    licence: `999${String(first + index).padStart(3, '0')}/QNG-CCHN`,
    name: `${random.weighted(KINH_FAMILY_NAMES)} ${random.pick(MALE_MIDDLE_NAMES)} ${random.pick(MALE_GIVEN_NAMES)}`,
  }));
}
