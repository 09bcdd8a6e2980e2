import type { Adoption } from './adoption.ts';
import { appointmentDay } from './choose-encounter.ts';

/** Appointments to come back (NGAY_TAI_KHAM) as periods that are asked for; of an Appointment without a day there is none. */
export function adoptRevisits({ encounter, ofType }: Adoption): void {
  const actor = encounter['subject'];
  for (const appointment of ofType('Appointment')) {
    const start = appointmentDay(appointment);
    // Of whom it is was told by the Appointment, or by the only patient there is.
    appointment['participant'] = start === undefined ? [] : [{ actor }];
    appointment['requestedPeriod'] = [{ start }];
  }
}
