import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../../../src/observe/metrics.ts';
import { measureDisks } from '../../../../src/observe/operations/disks.ts';
import type { OperationReadings } from '../../../../src/observe/operations/operation-gauges.ts';
import type { CoverageOverview, CoverageTotals } from '../../../../src/types/coverage.ts';

const NOW = Date.parse('2026-11-22T08:00:00+07:00');
const TOTALS: CoverageTotals = {
  ...{ open: 3, inScope: 2, undecided: 1, announced: 2, proven: 1, announcedShare: 1, provenShare: 0.5 },
  ...{ announcedShareWithUndecided: 1, provenShareWithUndecided: 0.5, emr: 7, expected: 9, encounterShare: 7 / 9 },
  expectedUnknown: 1,
};

/** Three facilities, of which the gauges ask scope, stage and silence alone. */
const standing = (scope: string, stage: string, silence: string) => ({ scope, coverage: { stage }, silence });
const OVERVIEW = {
  report: {
    asOf: '2026-11-22',
    province: { ...TOTALS, byCohort: { hospital: TOTALS, other: TOTALS } },
    facilities: [],
  },
  standings: [standing('yes', 'proven', 'none'), standing('yes', 'sending', 'week'), standing('no', 'sending', 'week')],
  closedThrough: '2026-11-21',
} as unknown as CoverageOverview;

function render(changes: Partial<OperationReadings> = {}): Promise<string> {
  const metrics = createMetrics({ queueDepths: async () => [], standings: () => [], clock: () => NOW });
  metrics.watchOperations({
    ready: async () => true,
    coverage: async () => OVERVIEW,
    duties: async () => ({ backupAt: NOW - 3_600_000, lastMonthFrozen: true }),
    disks: async () => [{ place: 'data', free: 5, size: 20 }],
    certificates: async () => [{ destination: 'province', certificate: 'tls', expiry: NOW + 86_400_000 }],
    keys: async () => ({ gateway: NOW - 2_000, facilities: [NOW - 9_000, null, NOW - 5_000] }),
    audit: async () => ({ entries: 12, firstBad: null, wholeAt: NOW - 1_000 }),
    ...changes,
  });
  return metrics.render().then(({ body }) => body);
}

const samplesOf = (body: string, name: string): string[] =>
  body.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));

describe('gauges of operations', () => {
  it('show coverage by cohort, stages and silence of facilities in scope, and the end of the newest closed day', async () => {
    const body = await render();
    expect(samplesOf(body, 'lienthong_coverage_facilities').filter((line) => line.includes('hospital'))).toEqual([
      'lienthong_coverage_facilities{cohort="hospital",standing="open"} 3',
      'lienthong_coverage_facilities{cohort="hospital",standing="in-scope"} 2',
      'lienthong_coverage_facilities{cohort="hospital",standing="undecided"} 1',
      'lienthong_coverage_facilities{cohort="hospital",standing="announced"} 2',
      'lienthong_coverage_facilities{cohort="hospital",standing="proven"} 1',
    ]);
    expect(samplesOf(body, 'lienthong_coverage_encounters')).toContain(
      'lienthong_coverage_encounters{cohort="other",kind="expected"} 9',
    );
    expect(samplesOf(body, 'lienthong_facilities_stage').filter((line) => !line.endsWith(' 0'))).toEqual([
      'lienthong_facilities_stage{stage="sending"} 1',
      'lienthong_facilities_stage{stage="proven"} 1',
    ]);
    expect(samplesOf(body, 'lienthong_facilities_silent')).toEqual([
      'lienthong_facilities_silent{silence="unusual"} 0',
      'lienthong_facilities_silent{silence="week"} 1',
      'lienthong_facilities_silent{silence="never"} 0',
    ]);
    const midnight = Date.parse('2026-11-22T00:00:00+07:00') / 1_000;
    expect(samplesOf(body, 'lienthong_coverage_closed_timestamp_seconds')).toEqual([
      `lienthong_coverage_closed_timestamp_seconds ${midnight}`,
    ]);
  });

  it('show duties, disks, certificates, keys and the audit log', async () => {
    const body = await render();
    const seconds = NOW / 1_000;
    for (const line of [
      'lienthong_ready 1',
      `lienthong_backup_taken_timestamp_seconds ${seconds - 3_600}`,
      'lienthong_report_last_month_frozen 1',
      'lienthong_disk_free_bytes{place="data"} 5',
      'lienthong_disk_size_bytes{place="data"} 20',
      `lienthong_certificate_expiry_timestamp_seconds{destination="province",certificate="tls"} ${seconds + 86_400}`,
      `lienthong_signing_key_made_timestamp_seconds ${seconds - 2}`,
      `lienthong_facility_keys_oldest_timestamp_seconds ${seconds - 9}`,
      'lienthong_facility_keys_undated 1',
      'lienthong_audit_entries 12',
      'lienthong_audit_first_bad_entry 0',
      `lienthong_audit_verified_timestamp_seconds ${seconds - 1}`,
    ]) {
      expect(body).toContain(`${line}\n`);
    }
  });

  it('tell nothing of what is not known, and 0 of a backup that never was', async () => {
    const body = await render({
      coverage: async () => ({ ...OVERVIEW, closedThrough: null }),
      duties: async () => ({ backupAt: null, lastMonthFrozen: null }),
      keys: async () => ({ gateway: null, facilities: [] }),
      audit: async () => ({ entries: null, firstBad: 5, wholeAt: null }),
    });
    for (const name of [
      'coverage_closed_timestamp_seconds',
      'signing_key_made_timestamp_seconds',
      'audit_entries',
      'report_last_month_frozen',
    ]) {
      expect(samplesOf(body, `lienthong_${name}`)).toEqual([]);
    }
    expect(samplesOf(body, 'lienthong_backup_taken_timestamp_seconds')).toEqual([
      'lienthong_backup_taken_timestamp_seconds 0',
    ]);
    expect(samplesOf(body, 'lienthong_audit_first_bad_entry')).toEqual(['lienthong_audit_first_bad_entry 5']);
  });

  it('leave out what could not be read, and show the rest', async () => {
    const body = await render({ coverage: () => Promise.reject(new Error('store down')) });
    expect(samplesOf(body, 'lienthong_coverage_facilities')).toEqual([]);
    expect(samplesOf(body, 'lienthong_ready')).toEqual(['lienthong_ready 1']);
  });
});

describe('measureDisks', () => {
  it('tells the room of each place that is there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lien-thong-disk-'));
    const rooms = await measureDisks([
      { place: 'data', folder },
      { place: 'gone', folder: join(folder, 'gone') },
    ]);
    rmSync(folder, { recursive: true });
    expect(rooms.map(({ place }) => place)).toEqual(['data']);
    expect(rooms[0]?.free).toBeGreaterThan(0);
    expect(rooms[0]?.size).toBeGreaterThanOrEqual(rooms[0]?.free ?? 0);
  });
});
