import type { Registry } from 'prom-client';
import type { CoverageOverview } from '../../types/coverage.ts';
import type { EpochMs } from '../../types/submission.ts';
import { COVERAGE_GAUGES } from './coverage-gauges.ts';
import { DISK_GAUGES, type DiskRoom } from './disks.ts';
import {
  AUDIT_GAUGES,
  type AuditStanding,
  CERTIFICATE_GAUGES,
  type CertificateEnd,
  DUTY_GAUGES,
  type Duties,
  KEY_GAUGES,
  type KeyAges,
  READY_GAUGES,
} from './duty-gauges.ts';
import { createKeptReading } from './kept-reading.ts';
import { type GaugeOf, registerReadingGauges } from './reading-gauges.ts';

/** What operators are shown beside what the program counts as it works. */
export interface OperationReadings {
  readonly ready: () => Promise<boolean>;
  readonly coverage: () => Promise<CoverageOverview>;
  readonly duties: () => Promise<Duties>;
  readonly disks: () => Promise<readonly DiskRoom[]>;
  readonly certificates: () => Promise<readonly CertificateEnd[]>;
  readonly keys: () => Promise<KeyAges>;
  readonly audit: () => Promise<AuditStanding>;
}

/** The longest wait of a scrape, of which Prometheus allows 10 s by itself. */
const WAIT_MS = 3_000;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** How long each reading is good for. */
const KEEP_MS: Readonly<Record<keyof OperationReadings, number>> = {
  ready: 0,
  coverage: MINUTE_MS,
  duties: 30 * SECOND_MS,
  disks: 15 * SECOND_MS,
  certificates: MINUTE_MS,
  keys: 10 * MINUTE_MS,
  audit: 0,
};

/** Registers the gauges of all of them; each is read when it is scraped, and not more often than it changes. */
export function registerOperationGauges(registry: Registry, readings: OperationReadings, clock: () => EpochMs): void {
  const show = <Part extends keyof OperationReadings, Value>(
    part: Part,
    read: () => Promise<Value>,
    gauges: readonly GaugeOf<Value>[],
  ) => {
    const kept = createKeptReading(read, { keepMs: KEEP_MS[part], waitMs: WAIT_MS, clock });
    registerReadingGauges(registry, kept, gauges);
  };
  show('ready', readings.ready, READY_GAUGES);
  show('coverage', readings.coverage, COVERAGE_GAUGES);
  show('duties', readings.duties, DUTY_GAUGES);
  show('disks', readings.disks, DISK_GAUGES);
  show('certificates', readings.certificates, CERTIFICATE_GAUGES);
  show('keys', readings.keys, KEY_GAUGES);
  show('audit', readings.audit, AUDIT_GAUGES);
}
