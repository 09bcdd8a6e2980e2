import type { EpochMs } from '../../types/submission.ts';
import type { GaugeOf, Sample } from './reading-gauges.ts';

/** A certificate that a destination shows (`tls`), or with which messages to it are signed (`signing`). */
export interface CertificateEnd {
  readonly destination: string;
  readonly certificate: 'tls' | 'signing';
  readonly expiry: EpochMs;
}

/** What is known of the keys that sign. Null: it is not known when the key was made or registered. */
export interface KeyAges {
  /** The gateway's own, which signs tokens. */
  readonly gateway: EpochMs | null;
  /** Newest key of each facility that has any: one that was not replaced for long is old, however new its others are. */
  readonly facilities: readonly (EpochMs | null)[];
}

/** How the watch over the audit log stands. */
export interface AuditStanding {
  /** Number of the newest entry that was seen; null: none was looked at yet. */
  readonly entries: number | null;
  /** Number of the first bad entry; null: none was found. */
  readonly firstBad: number | null;
  /** When the whole log was last found intact; null: not yet since this process started. */
  readonly wholeAt: EpochMs | null;
}

/** Duties that come round. */
export interface Duties {
  /** When the store was last copied away; null: never, as far as it knows. */
  readonly backupAt: EpochMs | null;
  /** Whether the report of the month before this one is frozen; null: none has to be, or people freeze it. */
  readonly lastMonthFrozen: boolean | null;
}

const seconds = (at: EpochMs): number => at / 1_000;
const known = (at: EpochMs | null): readonly Sample[] => (at === null ? [] : [[{}, seconds(at)]]);

export const CERTIFICATE_GAUGES: readonly GaugeOf<readonly CertificateEnd[]>[] = [
  {
    name: 'lienthong_certificate_expiry_timestamp_seconds',
    help: 'End of the first certificate to end: of the chain that a destination shows, or with which messages to it are signed',
    labels: ['destination', 'certificate'],
    samples: (ends) =>
      ends.map(({ destination, certificate, expiry }) => [{ destination, certificate }, seconds(expiry)]),
  },
];

export const KEY_GAUGES: readonly GaugeOf<KeyAges>[] = [
  {
    name: 'lienthong_signing_key_made_timestamp_seconds',
    help: 'When the key was made with which this gateway signs tokens; left out when that is not known',
    labels: [],
    samples: ({ gateway }) => known(gateway),
  },
  {
    name: 'lienthong_facility_keys_oldest_timestamp_seconds',
    help: 'Since when the facility that has not changed its keys for longest has had its newest one',
    labels: [],
    samples: ({ facilities }) => {
      const since = facilities.filter((at) => at !== null);
      return since.length === 0 ? [] : [[{}, seconds(Math.min(...since))]];
    },
  },
  {
    name: 'lienthong_facility_keys_undated',
    help: 'Facilities of whose keys it is not known since when they hold: registered before that was kept',
    labels: [],
    samples: ({ facilities }) => [[{}, facilities.filter((at) => at === null).length]],
  },
];

export const AUDIT_GAUGES: readonly GaugeOf<AuditStanding>[] = [
  {
    name: 'lienthong_audit_entries',
    help: 'Number of the newest entry of the audit log',
    labels: [],
    samples: ({ entries }) => (entries === null ? [] : [[{}, entries]]),
  },
  {
    name: 'lienthong_audit_first_bad_entry',
    help: 'Number of the first bad entry of the audit log; 0 when none was found',
    labels: [],
    samples: ({ firstBad }) => [[{}, firstBad ?? 0]],
  },
  {
    name: 'lienthong_audit_verified_timestamp_seconds',
    help: 'When the whole audit log was last found intact by this process',
    labels: [],
    samples: ({ wholeAt }) => known(wholeAt),
  },
];

export const DUTY_GAUGES: readonly GaugeOf<Duties>[] = [
  {
    name: 'lienthong_backup_taken_timestamp_seconds',
    help: 'When the store was last copied away; 0 when never',
    labels: [],
    samples: ({ backupAt }) => [[{}, seconds(backupAt ?? 0)]],
  },
  {
    name: 'lienthong_report_last_month_frozen',
    help: '1 when the report of the month before this one is frozen; left out when there is nothing to report, or people freeze it',
    labels: [],
    samples: ({ lastMonthFrozen }) => (lastMonthFrozen === null ? [] : [[{}, Number(lastMonthFrozen)]]),
  },
];

export const READY_GAUGES: readonly GaugeOf<boolean>[] = [
  {
    name: 'lienthong_ready',
    help: '1 when this process may be given work (/readyz)',
    labels: [],
    samples: (isReady) => [[{}, Number(isReady)]],
  },
];
