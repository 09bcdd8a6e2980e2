import type { JWK } from 'jose';
import type { EpochMs, FacilityCode } from './submission.ts';

/** One dated scope decision; the newest whose `from` is not after the day holds. */
export interface ScopeDecision {
  /** `YYYY-MM-DD`; null means since ever. */
  readonly from: string | null;
  readonly value: 'yes' | 'no' | 'undecided';
  readonly reason: string;
  /** Who decided, and on which day; unknown when the registry that was imported does not tell. */
  readonly by?: string;
  readonly decidedOn?: string;
}

/** A kind of treatment that a facility gives; with any of them it may be in scope (TT 13/2025, Article 4). */
export type CareService = 'inpatient' | 'day' | 'outpatient';

/** A person or desk at a facility to be called. */
export interface FacilityContact {
  readonly name: string;
  readonly role?: string;
  readonly phone?: string;
  readonly email?: string;
}

/** What the registry may tell of a facility beside what coverage needs. */
export interface FacilityParticulars {
  /** 13 digits. */
  readonly gln?: string;
  readonly formerNames?: readonly string[];
  /** As the registry calls it: general hospital, medical centre, commune health station, clinic. */
  readonly kind?: string;
  readonly services?: readonly CareService[];
  /** WGS 84, degrees. */
  readonly position?: { readonly lat: number; readonly lng: number };
  /** Code of the facility that took it over, from the day after `openTo`. */
  readonly mergedInto?: string;
  /** The decision behind `announced`. */
  readonly announcement?: { readonly decision: string; readonly link?: string };
  readonly hisVendor?: string;
  readonly contacts?: readonly FacilityContact[];
}

/** A facility of the registry, in the shape of the contract's `--registry` file, with what the gateway adds. */
export interface Facility extends FacilityParticulars {
  readonly code: FacilityCode;
  readonly name: string;
  readonly cohort: 'hospital' | 'other';
  readonly ownership: string;
  readonly level: string;
  readonly commune: string;
  readonly openFrom: string | null;
  /** The last open day. */
  readonly openTo: string | null;
  readonly scope: readonly ScopeDecision[];
  /** Day of the decision to use an EMR, `YYYY-MM-DD`. */
  readonly announced: string | null;
  /** Encounters per month from statistics, `{"2026-10": 1234}`. */
  readonly statistics: Readonly<Record<string, number>>;
}

/** An edition of a facility's entry: the registry is never overwritten without leaving what it said. */
export interface FacilityEdition {
  readonly facility: Facility;
  readonly at: EpochMs;
  /** Who changed it, as the audit log names them. */
  readonly by: string;
  readonly reason: string;
}

/** Who changes the registry, as the audit log names them, and why. */
export type RegistryChange = Pick<FacilityEdition, 'by' | 'reason'>;

/** A remark of staff about a facility. */
export interface FacilityNote {
  /** UUIDv7. */
  readonly id: string;
  readonly facility: FacilityCode;
  readonly at: EpochMs;
  readonly by: string;
  readonly text: string;
}

/** The registry of facilities and their keys. */
export interface RegistryPort {
  /** True when (issuer, jti) was not seen before; remembered until `expiresAt`, across restarts and replicas. */
  rememberJti(issuer: string, jti: string, expiresAt: EpochMs, now: EpochMs): Promise<boolean>;
  /** Adds to the `sign-in` evidence of the facility's day. */
  recordSignIn(facility: FacilityCode, at: EpochMs): Promise<void>;
  /**
   * Takes calls out of what a facility has in a window of time, for all processes on this store. Gives how many were granted:
   * `wanted`, or fewer when the window's quota does not hold so many.
   */
  takeQuota(facility: FacilityCode, window: EpochMs, wanted: number, quota: number): Promise<number>;
  /** Nothing is written when the entry stays the same. Without `change` the edition says `registry`. */
  putFacility(facility: Facility, change?: RegistryChange): Promise<void>;
  /** All of them or none. */
  putFacilities(facilities: readonly Facility[], change: RegistryChange): Promise<void>;
  /** Editions of a facility, newest first; the first of them is what holds now. */
  editions(code: FacilityCode): Promise<readonly FacilityEdition[]>;
  /** The registry as it was at an instant: of each facility the newest edition that is not after it. */
  registryAt(at: EpochMs): Promise<readonly Facility[]>;
  addNote(note: FacilityNote): Promise<void>;
  /** Newest first. */
  notes(code: FacilityCode): Promise<readonly FacilityNote[]>;
  facility(code: FacilityCode): Promise<Facility | undefined>;
  facilities(): Promise<readonly Facility[]>;
  /** Replaces the public keys of a facility. */
  putKeys(code: FacilityCode, keys: readonly JWK[]): Promise<void>;
  keys(code: FacilityCode): Promise<readonly JWK[]>;
  /** This gateway's own token-signing key, made on first start; shared by replicas. */
  signingKey(make: () => Promise<JWK>): Promise<JWK>;
  /** From the next start of a gateway on this store. */
  replaceSigningKey(key: JWK): Promise<void>;
}
