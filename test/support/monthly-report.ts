import type { CoverageTotals, ProvinceCoverage, Silence, Stage } from '../../src/types/coverage.ts';
import type { Facility } from '../../src/types/registry.ts';
import type { MonthlyReport, ReportFacility } from '../../src/types/report.ts';
import { daysFrom } from './coverage-facts.ts';

const SILENCES: Readonly<Partial<Record<Stage, Silence>>> = { connected: 'week', registered: 'never' };
const STAGES: readonly Stage[] = ['proven', 'sending', 'connected', 'complete', 'registered'];

/** A report of November 2026 over a registry, with a case of everything: made up, the same on every machine. */
export function reportOf(registry: readonly Facility[], changes: Partial<MonthlyReport> = {}): MonthlyReport {
  const facilities = registry.map(facilityOf);
  const inScope = facilities.filter(({ scope }) => scope === 'yes');
  const laggards = inScope.filter(({ announced, proven }) => announced !== null && !proven);
  const codes = (all: readonly ReportFacility[]) => all.map(({ code }) => code);
  const province = provinceOf(facilities);
  const { byCohort: _, ...totals } = province;
  return {
    kind: 'monthly-coverage',
    version: 1,
    month: '2026-11',
    asOf: '2026-11-30',
    state: 'frozen',
    revision: 1,
    reason: null,
    madeAt: '2026-12-01T06:00:00+07:00',
    due: '2026-12-04',
    late: false,
    madeUp: true,
    definitions: '1/level-1',
    provinceName: { vi: 'tỉnh Quảng Ngãi', en: 'Quảng Ngãi province' },
    targets: [
      { id: 'province', day: '2026-12-30', daysLeft: 30 },
      { id: 'hospital', day: '2025-09-30', daysLeft: -426 },
      { id: 'other', day: '2026-12-31', daysLeft: 31 },
    ],
    province,
    before: {
      month: '2026-10',
      province: {
        ...province,
        proven: province.proven - 2,
        provenShare: shareOf(province.proven - 2, province.inScope),
      },
    },
    groups: {
      ownership: groupsOf(facilities, 'ownership'),
      level: groupsOf(facilities, 'level'),
      commune: groupsOf(facilities, 'commune'),
    },
    trend: {
      days: daysFrom('2026-11-01', '2026-11-30').map((day, index) => ({ day, ...grown(totals, 0.8 + index / 150) })),
      months: Array.from({ length: 12 }, (_, index) => ({
        month: index === 0 ? '2025-12' : `2026-${String(index).padStart(2, '0')}`,
        ...grown(totals, (index + 1) / 12),
      })),
    },
    forecast: {
      announced: {
        state: 'on-pace',
        date: '2027-02-14',
        earliest: '2027-01-20',
        latest: '2027-04-02',
        perWeek: 1.5,
        neededPerWeek: 4.25,
      },
      proven: { state: 'not-at-this-pace', date: null, earliest: null, latest: null, perWeek: 0, neededPerWeek: 7.5 },
    },
    facilities,
    lists: {
      laggards: codes(laggards),
      silent: codes(inScope.filter(({ silence }) => silence === 'week' || silence === 'unusual')),
      lapsed: laggards.slice(0, 2).map(({ code }) => ({ code, lastProven: '2026-09-17' })),
      undecided: codes(facilities.filter(({ scope }) => scope === 'undecided')),
    },
    changes: [
      { ...nameOf(facilities[0]), what: 'stage-up', from: 'complete', to: 'proven' },
      { ...nameOf(facilities[1]), what: 'stage-down', from: 'proven', to: 'sending' },
      { ...nameOf(facilities[2]), what: 'announced', from: null, to: '2026-11-12' },
      { ...nameOf(facilities[3]), what: 'silent', from: null, to: 'week' },
    ],
    programmes: [
      {
        id: 'identity',
        name: { vi: 'Lượt khám có số định danh hợp lệ', en: 'Encounters with a valid identity number' },
        definition: {
          vi: 'Lượt có số định danh 12 chữ số đúng dạng / mọi lượt trong tháng',
          en: 'Encounters with a well-formed number / all of the month',
        },
        numerator: 812,
        denominator: 1_000,
        share: 0.812,
        untold: 0,
        also: [],
        target: 0.8,
        byFacility: facilities
          .slice(0, 2)
          .map(({ code }) => ({ facility: code, numerator: 406, denominator: 500, share: 0.812 })),
        byCommune: [],
      },
      {
        id: 'health-book',
        name: { vi: 'Sổ sức khỏe điện tử', en: 'Electronic health book' },
        definition: { vi: 'Số người có sổ / dân số', en: 'People with a book / population' },
        numerator: 12_345,
        denominator: null,
        share: null,
        untold: 3,
        also: [{ name: { vi: 'Tổng số sổ', en: 'Books' }, count: 12_400 }],
        target: 1,
        byFacility: [],
        byCommune: [{ commune: '21025', numerator: 12_345, denominator: null, share: null }],
      },
    ],
    programmeSettings: null,
    notes: [
      {
        vi: 'Số liệu tính từ dữ liệu các cơ sở thực gửi qua cổng.',
        en: 'Figures are computed from what facilities really sent.',
      },
      { vi: 'Dấu “–” là chưa biết, không phải bằng 0.', en: '“–” means unknown, not 0.' },
    ],
    ...changes,
  };
}

function facilityOf(facility: Facility, position: number): ReportFacility {
  const stage = STAGES[(position * 3) % 5] as Stage;
  const isSending = stage === 'proven' || stage === 'complete' || stage === 'sending';
  const scope = facility.scope.at(-1)?.value ?? 'undecided';
  const share = (salt: number) => (isSending ? Math.min(1, 0.5 + ((position * 37 + salt * 53) % 101) / 190) : null);
  const expected = isSending ? 40 + ((position * 97) % 900) : null;
  const volume = stage === 'proven' ? 1 : share(1);
  return {
    code: facility.code,
    name: facility.name,
    cohort: facility.cohort,
    ownership: facility.ownership,
    level: facility.level,
    commune: facility.commune,
    position: facility.position ?? null,
    scope,
    stage,
    announced: facility.announced,
    proven: stage === 'proven',
    sustained: stage === 'proven' && facility.announced !== null,
    expected,
    emr: expected === null ? 0 : Math.round(expected * (volume ?? 0)),
    volume,
    completeness: share(2),
    timeliness: share(3),
    identity: share(4),
    signed: share(5),
    acceptance: share(6),
    completeDays: stage === 'proven' ? 45 : position % 20,
    connected: stage !== 'registered',
    sending: isSending,
    silence: SILENCES[stage] ?? 'none',
    lastAcceptedAt: isSending ? `2026-11-30T1${position % 10}:05:00+07:00` : null,
    received: isSending ? 1_200 + position : 0,
    accepted: isSending ? 1_180 : 0,
    quarantined: isSending ? 12 : 0,
    refused: isSending ? 8 + position : 0,
    advice: stage === 'proven' ? [] : adviceOf(position),
  };
}

function nameOf(one: ReportFacility | undefined) {
  return { code: one?.code ?? '', name: one?.name ?? '' };
}

function adviceOf(position: number): ReportFacility['advice'] {
  return [
    {
      kind: 'section' as const,
      text: {
        vi: `${3 + position} lượt ra viện trong 30 ngày thiếu tóm tắt ra viện. Bật gửi mục này trong phần mềm bệnh viện.`,
        en: `${3 + position} encounters of 30 days lack the discharge summary. Switch its sending on in the hospital’s software.`,
      },
      affected: 3 + position,
    },
    {
      kind: 'timeliness' as const,
      text: {
        vi: 'Bệnh án đến muộn hơn 24 giờ sau khi kết thúc điều trị; nên gửi ngay khi ký kết thúc, không gom cuối tuần.',
        en: 'Records come later than 24 hours after the end of care; send when care ends, not at the end of the week.',
      },
      affected: 41,
    },
    {
      kind: 'rule' as const,
      text: { vi: '17 bản ghi thiếu mã khoa điều trị.', en: '17 records lack the code of the department.' },
      affected: 17,
    },
  ].slice(0, 1 + (position % 3));
}

function provinceOf(facilities: readonly ReportFacility[]): ProvinceCoverage {
  const cohort = (name: string) => totalsOf(facilities.filter((one) => one.cohort === name));
  return { ...totalsOf(facilities), byCohort: { hospital: cohort('hospital'), other: cohort('other') } };
}

function totalsOf(facilities: readonly ReportFacility[]): CoverageTotals {
  const inScope = facilities.filter(({ scope }) => scope === 'yes');
  const known = inScope.filter(({ expected }) => expected !== null);
  const announced = inScope.filter((one) => one.announced !== null).length;
  const proven = inScope.filter((one) => one.proven).length;
  const undecided = facilities.filter(({ scope }) => scope === 'undecided').length;
  const emr = known.reduce((sum, one) => sum + one.emr, 0);
  const expected = known.reduce((sum, one) => sum + (one.expected ?? 0), 0);
  return {
    open: facilities.length,
    inScope: inScope.length,
    undecided,
    announced,
    proven,
    announcedShare: shareOf(announced, inScope.length),
    provenShare: shareOf(proven, inScope.length),
    announcedShareWithUndecided: shareOf(announced, inScope.length + undecided),
    provenShareWithUndecided: shareOf(proven, inScope.length + undecided),
    emr,
    expected,
    encounterShare: shareOf(emr, expected),
    expectedUnknown: inScope.length - known.length,
  };
}

function grown(totals: CoverageTotals, factor: number): CoverageTotals {
  const part = (value: number) => Math.round(value * factor);
  return {
    ...totals,
    announced: part(totals.announced),
    proven: part(totals.proven * factor),
    announcedShare: shareOf(part(totals.announced), totals.inScope),
    provenShare: shareOf(part(totals.proven * factor), totals.inScope),
    emr: part(totals.emr),
    encounterShare: shareOf(part(totals.emr), totals.expected),
  };
}

function groupsOf(facilities: readonly ReportFacility[], by: 'ownership' | 'level' | 'commune') {
  const groups = Map.groupBy(facilities, (one) => one[by]);
  return [...groups].map(([name, all]) => ({ name, totals: totalsOf(all) }));
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
