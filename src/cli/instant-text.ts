import { toLocalInstant } from '../fhir/local-time.ts';
import type { EpochMs } from '../types/submission.ts';

/** An instant for a terminal, to the second: `2026-11-22T08:00:00+07:00`. */
export function instantText(at: EpochMs): string {
  return withoutFraction(toLocalInstant(at));
}

/** An ISO 8601 instant of a receipt, to the second. */
export function withoutFraction(instant: string): string {
  return instant.replace(/\.\d+/, '');
}
