import type { CommitOrder } from './coverage-ledger.ts';
import type { Bilingual } from './issue.ts';
import type { Facility } from './registry.ts';
import type { EpochMs, FacilityCode, RecordKind } from './submission.ts';

/** Indicators of the province's documents beside EMR coverage. */
export type ProgrammeId =
  | 'health-book'
  | 'e-prescription'
  | 'driver-check'
  | 'birth-certificate'
  | 'death-notice'
  | 'health-check'
  | 'identity'
  | 'telehealth'
  | 'immunisation';

/** A numerator over a denominator; null is unknown, never 0. */
export interface ProgrammeShare {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly share: number | null;
}

/** One indicator over a period. */
export interface ProgrammeFigure extends ProgrammeShare {
  readonly id: ProgrammeId;
  readonly name: Bilingual;
  /** What is counted over what, and where the target stands. */
  readonly definition: Bilingual;
  /** 0 to 1; null: no target. */
  readonly target: number | null;
  /** Records that it is about and that do not tell enough to be judged: in neither number. Null: unknown. */
  readonly untold: number | null;
  /** Further counts to be shown beside it. */
  readonly also: readonly { readonly name: Bilingual; readonly count: number | null }[];
  readonly byFacility: readonly (ProgrammeShare & { readonly facility: FacilityCode })[];
  /** By commune code, where the indicator has one. */
  readonly byCommune: readonly (ProgrammeShare & { readonly commune: string })[];
}

/** Days of receipt, `YYYY-MM-DD`, both included. */
export interface ProgrammePeriod {
  readonly from: string;
  readonly to: string;
}

/** A facility that announced health checks of drivers, from a day on, and until one where it gave them up. */
export interface DriverCheckFacility {
  readonly facility: FacilityCode;
  readonly from: string;
  readonly to: string | null;
}

/** What no traffic tells: `programmes` of LT_CONFIG. */
export interface ProgrammeSettings {
  /** 0 to 1; null: no target. */
  readonly targets: Readonly<Record<ProgrammeId, number | null>>;
  /** Residents; `total` of the province (null: not known), `communes` by commune code. */
  readonly population: { readonly total: number | null; readonly communes: Readonly<Record<string, number>> };
  readonly driverChecks: readonly DriverCheckFacility[];
}

/** Encounters of one facility and the day on which they were first accepted, as known at the end of a period. */
export interface IdentityDay {
  readonly facility: FacilityCode;
  readonly day: string;
  readonly encounters: number;
  /** Those with a well-formed 12-digit number. */
  readonly identified: number;
}

/** The further indicators. Everything of a day that is over is computed once and kept. */
export interface ProgrammeService {
  readonly settings: ProgrammeSettings;
  /**
   * All indicators, in the order of `ProgrammeId`, as known at the end of the period; what came later changes nothing. Every number
   * is null for days that are not counted (yet). `given`: the registry and settings as they were, for recomputing.
   */
  figures(
    period: ProgrammePeriod,
    given?: { readonly registry?: readonly Facility[]; readonly settings?: ProgrammeSettings },
  ): Promise<readonly ProgrammeFigure[]>;
  /** Days with an encounter, by day and facility. */
  identityDays(period: ProgrammePeriod): Promise<readonly IdentityDay[]>;
  /** Encounters first accepted on a day that have no well-formed number as known now, by name; a page after a name. */
  unidentified(
    facility: FacilityCode,
    day: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly encounters: readonly string[]; readonly next: string | null }>;
  /** Counts all days that are over and not counted yet; resolves when it is done. Ends early when the signal is aborted. */
  close(signal?: AbortSignal): Promise<void>;
  /** From and until which day records are counted; null before the first. */
  counted(): Promise<{ readonly since: string; readonly through: string } | null>;
}

/** Who a health book or a vaccination is about: number and day of birth, as in `Person`. Never written: see `subject`. */
export interface ProgrammePerson {
  readonly number: string;
  readonly birthDate: string;
}

/** What a record tells of the indicators, from the record alone. What is absent is not told. */
export interface ProgrammeEvidence {
  /** How care was given, when the record tells of an encounter. */
  readonly care?: 'outpatient' | 'telehealth' | 'other';
  /** Drugs were ordered. */
  readonly drugs?: true;
  /** Prescription codes of the national system. */
  readonly prescriptions?: number;
  /** The health check of a driver. */
  readonly driver?: true;
  /** By when it had to be here, for a paper or a check that tells its instant. */
  readonly due?: EpochMs;
  /** Doses that were given. */
  readonly doses?: number;
  /** Code of the commune of residence, 5 digits. */
  readonly commune?: string;
  /** In memory only. */
  readonly person?: ProgrammePerson;
  /** The person's pseudonym in this store: what is written. */
  readonly subject?: string;
}

/** Something told of a record that was accepted, in an interval of time. */
export interface ProgrammeNews {
  readonly facility: FacilityCode;
  readonly encounter: string;
}

/** An accepted version of a record, with what it tells. */
export interface ProgrammeFactRow {
  readonly facility: FacilityCode;
  /** Of its record. */
  readonly key: string;
  /** MA_LK; the key again for what tells of no care. */
  readonly encounter: string;
  readonly kind: RecordKind;
  readonly version: number;
  readonly receivedAt: EpochMs;
  /** When it was received, or released from quarantine. */
  readonly acceptedAt: EpochMs;
  readonly ofCare: boolean;
  readonly identity: boolean;
  /** ProgrammeEvidence as JSON text. */
  readonly told: string;
}

/** A resident of whom a facility holds a record: a health book, or a vaccination. */
export interface ProgrammeHolding {
  readonly what: 'book' | 'vaccination';
  readonly subject: string;
  readonly facility: FacilityCode;
  readonly key: string;
  /** '': not told. */
  readonly commune: string;
  /** Of the version that tells it. */
  readonly acceptedAt: EpochMs;
}

/** How far days are counted, and by which definitions. */
export interface ProgrammeState {
  readonly since: string;
  readonly through: string;
  readonly definitions: string;
  /** Highest sequence of records when the newest day was counted: of a counted day with a higher one, a record is late. */
  readonly seen: number;
}

/** What counting one day writes, in one transaction. */
export interface ProgrammeDayToClose {
  /** The state that this builds on. Another process may have been faster. */
  readonly after: ProgrammeState | null;
  readonly closed: ProgrammeState;
  /** What changed on the day, by facility: JSON text of the measure stage. */
  readonly changes: readonly { readonly facility: FacilityCode; readonly content: string }[];
  /** Residents as known at the end of the day: JSON text of the measure stage. */
  readonly residents: string;
  /** Holdings that are there now, or otherwise than before. */
  readonly put: readonly ProgrammeHolding[];
  readonly drop: readonly ProgrammeHolding[];
}

/** Reading what records tell, and keeping what it comes to: everything that is kept here can be counted again. */
export interface ProgrammePort extends CommitOrder {
  programmeState(): Promise<ProgrammeState | null>;
  /** False, and nothing written, when the state is not `after` any more. */
  closeProgrammeDay(day: ProgrammeDayToClose): Promise<boolean>;
  /** Forgets everything counted, when anything is; the days begin at `since`, `YYYY-MM-DD`. */
  forgetProgrammeDays(since: string): Promise<void>;
  /** Changes of counted days from one to another, both included, in order. */
  programmeChanges(
    from: string,
    to: string,
  ): AsyncIterable<{ readonly day: string; readonly facility: FacilityCode; readonly content: string }>;
  /** Residents as known at the end of a counted day. */
  programmeResidents(day: string): Promise<string | null>;
  /** Holdings of these residents as known at the end of the newest counted day. */
  programmeHoldings(of: readonly Pick<ProgrammeHolding, 'what' | 'subject'>[]): Promise<readonly ProgrammeHolding[]>;
  /** When the first record of all was received. */
  firstReceived(): Promise<EpochMs | null>;
  /** What was accepted or released from one instant up to and including another, of one facility or of all. */
  programmeNews(from: EpochMs, until: EpochMs, facility?: FacilityCode): AsyncIterable<ProgrammeNews>;
  /**
   * Accepted versions, up to and including an instant, of all records of which one names such an encounter (or has it as its key,
   * when it tells of no care).
   */
  programmeFacts(of: readonly ProgrammeNews[], until: EpochMs): Promise<readonly ProgrammeFactRow[]>;
}
