import type { FacilityCode } from '../../types/submission.ts';
import type { CareKind } from '../hospitals/vocabulary/illnesses.ts';

/** How a synthetic facility behaves in the demo. */
export interface Role {
  readonly facility: FacilityCode;
  /** `fhir` sends Bundles, `claim` the national envelope. */
  readonly sends: 'claim' | 'fhir';
  /** First and last day with traffic, counted back from today. */
  readonly fromDaysAgo: number;
  readonly toDaysAgo: number;
  /** Encounters a day. */
  readonly perDay: number;
  /** Hours between the end of care and sending. */
  readonly delayHours: number;
  readonly kinds?: readonly CareKind[];
}

const STEADY = { sends: 'claim', fromDaysAgo: 64, toDaysAgo: 0, perDay: 1, delayHours: 1 } as const;
const STATION: readonly CareKind[] = ['visit', 'course'];

/**
 * Who does what, by placeholder code: some facilities are steady for nine weeks, some began lately, one sends late, one
 * fell silent, one sends FHIR; the other facilities of the registry announced something or nothing, and send nothing.
 */
export const CAST: readonly Role[] = [
  ...['99001', '99002', '99009', '99011', '99028'].map((facility) => ({ ...STEADY, facility })),
  { ...STEADY, facility: '99004', sends: 'fhir' },
  { ...STEADY, facility: '99013', fromDaysAgo: 24 },
  { ...STEADY, facility: '99017', fromDaysAgo: 12 },
  { ...STEADY, facility: '99016', fromDaysAgo: 40, delayHours: 60 },
  { ...STEADY, facility: '99019', toDaysAgo: 11 },
  { ...STEADY, facility: '99044', fromDaysAgo: 20, kinds: STATION },
];

/** Signs in and sends nothing. */
export const ONLY_CONNECTED: readonly FacilityCode[] = ['99021', '99030'];
