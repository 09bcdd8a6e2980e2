import type { JWK } from 'jose';
import type { EpochMs, FacilityCode } from './submission.ts';

/** One dated scope decision; the newest whose `from` is not after the day holds. */
export interface ScopeDecision {
  /** `YYYY-MM-DD`; null means since ever. */
  readonly from: string | null;
  readonly value: 'yes' | 'no' | 'undecided';
  readonly reason: string;
}

/** A facility of the registry, in the shape of the contract's `--registry` file, with what the gateway adds. */
export interface Facility {
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
  putFacility(facility: Facility): Promise<void>;
  facility(code: FacilityCode): Promise<Facility | undefined>;
  facilities(): Promise<readonly Facility[]>;
  /** Replaces the public keys of a facility. */
  putKeys(code: FacilityCode, keys: readonly JWK[]): Promise<void>;
  keys(code: FacilityCode): Promise<readonly JWK[]>;
  /** This gateway's own token-signing key, made on first start; shared by replicas. */
  signingKey(make: () => Promise<JWK>): Promise<JWK>;
}
