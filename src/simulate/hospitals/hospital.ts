import { join } from 'node:path';
import { PATHS } from '../../config/paths.ts';
import { loadForms } from '../../fhir/forms.ts';
import { loadIdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { EpochMs, FacilityCode, SubmissionFormat } from '../../types/submission.ts';
import { writeClaimFile } from './claim/claim-file.ts';
import { correctEncounter } from './correct-encounter.ts';
import { createEncounter } from './create-encounter.ts';
import type { Encounter } from './encounter.ts';
import type { FaultVerdict } from './faults/fault.ts';
import { FAULTS, type FaultKind } from './faults/faults.ts';
import { buildFhirBundle } from './fhir/fhir-bundle.ts';
import type { CareKind } from './vocabulary/illnesses.ts';

export interface HospitalOptions {
  readonly facility: FacilityCode;
  /** Same seed, clock and order of calls: same bytes. */
  readonly seed: string;
  /** Encounters end shortly before this clock's time. */
  readonly clock: () => EpochMs;
  /** Care that the facility gives. Default: all kinds; a commune's health station has only `visit` and `course`. */
  readonly kinds?: readonly CareKind[];
}

/** What a hospital sends in one call. */
export interface Sent {
  readonly format: SubmissionFormat;
  readonly contentType: 'application/xml' | 'application/fhir+json';
  readonly bytes: Buffer;
  /** MA_LK of each record. */
  readonly keys: readonly string[];
  readonly encounters: readonly Encounter[];
}

export interface FaultySent extends Sent {
  readonly fault: FaultKind;
  readonly verdict: FaultVerdict;
}

export interface Hospital {
  /** A claim envelope of new encounters: `records` (default 1), of these `kinds` (default the facility's own). */
  claimEnvelope(options?: { readonly records?: number; readonly kinds?: readonly CareKind[] }): Sent;
  /** A new encounter as a FHIR R4 transaction Bundle. */
  fhirBundle(options?: { readonly kinds?: readonly CareKind[] }): Sent;
  /** A claim envelope with one fault, in a new encounter that has every table. */
  faulty(fault: FaultKind): FaultySent;
  /** An earlier sending again: the same bytes, or its encounters after a correction under the same keys. */
  resend(sent: Sent, how: 'unchanged' | 'corrected'): Sent;
}

const ALL_KINDS: readonly CareKind[] = ['visit', 'visit', 'course', 'stay', 'stay', 'operation'];

/**
 * A synthetic hospital: repeatable traffic of invented people for demo, sandbox, tests and benchmarks. Every identity is
 * marked: citizens' numbers begin with 999, insurance cards with XX, telephones with 0000, keys and patient numbers with GL.
 */
export function createHospital({ facility, seed, clock, kinds = ALL_KINDS }: HospitalOptions): Hospital {
  const { forms } = loadForms(join(PATHS.mappings, 'forms'));
  const identifiers = loadIdentifierSystems(PATHS.identifiers);
  let ordinal = 0;

  const next = (wanted: readonly CareKind[]): Encounter => {
    ordinal += 1;
    return createEncounter({ facility, seed, ordinal, now: clock(), kinds: wanted });
  };
  const toClaim = (encounters: readonly Encounter[]): Sent => ({
    format: 'claim-xml',
    contentType: 'application/xml',
    bytes: writeClaimFile(encounters, { forms, writtenAt: clock() }),
    keys: encounters.map(({ key }) => key),
    encounters,
  });
  const toFhir = (encounter: Encounter): Sent => ({
    format: 'fhir-json',
    contentType: 'application/fhir+json',
    bytes: Buffer.from(JSON.stringify(buildFhirBundle(encounter, identifiers))),
    keys: [encounter.key],
    encounters: [encounter],
  });

  return {
    claimEnvelope: ({ records = 1, kinds: wanted = kinds } = {}) =>
      toClaim(Array.from({ length: records }, () => next(wanted))),
    fhirBundle: ({ kinds: wanted = kinds } = {}) => toFhir(next(wanted)),
    faulty(fault) {
      const encounter = next(['stay']);
      const bytes = writeClaimFile([encounter], { forms, writtenAt: clock(), fault: FAULTS[fault] });
      return { ...toClaim([encounter]), bytes, fault, verdict: FAULTS[fault].verdict };
    },
    resend(sent, how) {
      if (how === 'unchanged') return sent;
      const corrected = sent.encounters.map(correctEncounter);
      return sent.format === 'claim-xml' ? toClaim(corrected) : toFhir(only(corrected));
    },
  };
}

function only(encounters: readonly Encounter[]): Encounter {
  const [encounter] = encounters;
  if (encounter === undefined) throw new RangeError('a Bundle without an encounter');
  return encounter;
}
