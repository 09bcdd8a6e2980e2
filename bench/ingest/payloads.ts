import { createHospital } from '../../src/simulate/hospitals/hospital.ts';
import type { CareKind } from '../../src/simulate/hospitals/vocabulary/illnesses.ts';
import type { FacilityCode } from '../../src/types/submission.ts';

/** What one hospital sends in one call. */
export interface Payload {
  readonly facility: FacilityCode;
  readonly bytes: Buffer;
}

/** Two shorter courses to one stay: 43 KB and 58 resources on average. */
const CLAIM_KINDS: readonly CareKind[] = ['course', 'course', 'stay'];
const BUNDLE_KINDS: readonly CareKind[] = ['course'];
export const ENTRIES = 20;

/** Claim envelopes of one encounter each; the hospitals take turns, every encounter is a new one. */
export function createClaims(facilities: readonly FacilityCode[], count: number): Payload[] {
  return create(facilities, count, (hospital) => hospital.claimEnvelope({ kinds: CLAIM_KINDS }).bytes);
}

/** Transaction Bundles of exactly 20 entries. */
export function createBundles(facilities: readonly FacilityCode[], count: number): Payload[] {
  return create(facilities, count, (hospital) => {
    for (;;) {
      const { bytes } = hospital.fhirBundle({ kinds: BUNDLE_KINDS });
      if (bytes.toString('latin1').split('"fullUrl"').length === ENTRIES + 1) return bytes;
    }
  });
}

function create(
  facilities: readonly FacilityCode[],
  count: number,
  next: (hospital: ReturnType<typeof createHospital>) => Buffer,
): Payload[] {
  const hospitals = facilities.map((facility) => ({
    facility,
    hospital: createHospital({ facility, seed: `bench-${facility}`, clock: Date.now }),
  }));
  return Array.from({ length: Math.ceil(count / hospitals.length) }, () =>
    hospitals.map(({ facility, hospital }) => ({ facility, bytes: next(hospital) })),
  ).flat();
}
