import { PATHS } from '../../src/config/paths.ts';
import { loadCommunes } from '../../src/fhir/communes.ts';
import { loadRuleCatalogue } from '../../src/fhir/rule-catalogue.ts';
import { createCloseDays } from '../../src/measure/close-days.ts';
import { createMeasuring } from '../../src/measuring.ts';
import { createReporting, type Reporting } from '../../src/reporting.ts';
import type { FreezingDeps } from '../../src/reports/freezing.ts';
import { renderReport } from '../../src/reports/render/render-report.ts';
import { isPlaceholderCode } from '../../src/simulate/registry.ts';
import type { Facility } from '../../src/types/registry.ts';
import type { Store } from '../../src/types/store.ts';
import { loadPolicy } from '../../src/validate/policy/load-policy.ts';
import { loadYaml } from './config-text.ts';
import { daysFrom } from './coverage-facts.ts';
import { acceptRecords, evidenceOf, facilityOf, recordOf } from './store-fixtures.ts';
import { CALENDAR } from './working-calendar.ts';

/** Tuesday 1 December 2026, when the report of November is frozen. */
export const FREEZING = Date.parse('2026-12-01T06:00:00+07:00');

/** How a facility behaves: one encounter a day, from a day to a day. */
interface Habit {
  readonly from: string;
  readonly to: string;
  /** Hours from the end of care to its EMR. */
  readonly lagHours?: number;
  /** Every so-manieth encounter has a claim alone. */
  readonly lacksEvery?: number;
}

const LAST = '2026-11-30';
const COMMUNES = [
  'Phường Cẩm Thành',
  'Phường Nghĩa Lộ',
  'Phường Kon Tum',
  'Phường Đức Phổ',
  'Xã Sơn Hà',
  'Đặc khu Lý Sơn',
  'Xã Ba Tơ',
];
const YES = [{ from: null, value: 'yes' as const, reason: 'nội trú' }];
const UNDECIDED = [{ from: null, value: 'undecided' as const, reason: 'chưa rà soát' }];

/** A dozen facilities over a year, with a case of each kind; codes are placeholders. */
const FACILITIES: readonly (Partial<Facility> & { readonly code: string; readonly habit?: Habit })[] = [
  { code: '99001', name: 'Bệnh viện Kiểu mẫu', announced: '2026-03-01', habit: { from: '2026-01-02', to: LAST } },
  {
    code: '99002',
    name: 'Bệnh viện Đã dừng gửi',
    announced: '2026-04-01',
    habit: { from: '2026-01-02', to: '2026-10-10' },
  },
  {
    code: '99003',
    name: 'Bệnh viện Gửi thiếu',
    announced: '2026-02-15',
    habit: { from: '2026-06-01', to: LAST, lacksEvery: 4 },
  },
  { code: '99004', name: 'Bệnh viện Chưa công bố', announced: null, habit: { from: '2026-07-01', to: LAST } },
  { code: '99005', name: 'Bệnh viện Chưa từng gửi', announced: '2026-05-05' },
  {
    code: '99006',
    name: 'Trung tâm Y tế Ngoài phạm vi',
    scope: [{ from: null, value: 'no', reason: 'không điều trị' }],
  },
  { code: '99007', name: 'Trạm Y tế xã Chưa rõ Một', cohort: 'other', level: 'commune', scope: UNDECIDED },
  {
    code: '99008',
    name: '=Phòng khám "Đông, Tây"',
    cohort: 'other',
    ownership: 'private',
    level: 'commune',
    scope: UNDECIDED,
    habit: { from: '2026-09-01', to: LAST },
  },
  {
    code: '99009',
    name: 'Phòng khám Gửi muộn',
    cohort: 'other',
    ownership: 'private',
    announced: '2026-09-10',
    habit: { from: '2026-08-20', to: LAST, lagHours: 40 },
  },
  {
    code: '99010',
    name: 'Phòng khám Đã đóng',
    cohort: 'other',
    openTo: '2026-11-15',
    habit: { from: '2026-09-15', to: '2026-11-14' },
  },
  {
    code: '99011',
    name: 'Phòng khám Mới mở',
    cohort: 'other',
    openFrom: '2026-11-10',
    habit: { from: '2026-11-10', to: LAST },
  },
  {
    code: '99012',
    name: 'Bệnh viện Quân y',
    ownership: 'military',
    announced: '2026-11-20',
    habit: { from: '2026-09-20', to: LAST },
  },
];

/** Writes the year into a store of its own and closes every day of it; the store holds nothing else. */
export async function fillYear(store: Store, codes = FACILITIES.map(({ code }) => code)): Promise<void> {
  const writes: Promise<unknown>[] = [];
  const facilities = FACILITIES.filter(({ code }) => codes.includes(code));
  for (const [place, { habit: _, ...facility }] of facilities.entries()) {
    const commune = COMMUNES[place % COMMUNES.length] as string;
    await store.putFacility(facilityOf(facility.code, { scope: YES, statistics: {}, commune, ...facility }));
  }
  for (const { code, habit } of facilities) {
    if (habit === undefined) continue;
    for (const [index, day] of daysFrom(habit.from, habit.to).entries()) {
      writes.push(...writeDay(store, code, day, index, habit));
    }
  }
  await Promise.all(writes);
  await createCloseDays({ store, clock: () => FREEZING })();
}

function writeDay(store: Store, facility: string, day: string, index: number, { lagHours = 2, lacksEvery }: Habit) {
  const endOfCare = Date.parse(`${day}T08:00:00+07:00`);
  const encounter = `LK-${facility}-${day}`;
  const sections = ['administrative', 'summary'];
  const claim = { source: 'claim' as const, level: 0 as const, sectionsDue: [], sectionsPresent: [], identity: false };
  const emr = { source: 'emr' as const, level: 1 as const, sectionsDue: sections, sectionsPresent: sections };
  const record = (key: string, told: typeof claim | typeof emr) =>
    recordOf({ key, resources: [], owed: [], evidence: evidenceOf({ encounter, endOfCare, ...told }) });
  const lacks = lacksEvery !== undefined && index % lacksEvery === 0;
  const format = 'claim-xml' as const;
  return [
    store.recordSignIn(facility, endOfCare),
    acceptRecords(store, [record(`C-${encounter}`, claim)], { facility, format, receivedAt: endOfCare + 3_600_000 }),
    ...(lacks
      ? []
      : [
          acceptRecords(store, [record(`E-${encounter}`, emr)], {
            facility,
            format,
            receivedAt: endOfCare + lagHours * 3_600_000,
          }),
        ]),
  ];
}

/** Reporting over such a store, as the gateway has it; a file is made in this thread. */
export function reportingOn(store: Store, clock: () => number): Reporting {
  const file = loadYaml('');
  const rules = loadRuleCatalogue(PATHS.rules);
  const policy = loadPolicy(PATHS.policy, PATHS.policySchema, rules.rules);
  const communes = loadCommunes(PATHS.communes);
  return createReporting({
    config: file,
    store,
    ...createMeasuring({ store, config: file, rules, policy, clock }),
    isPlaceholder: isPlaceholderCode,
    isWorkingDay: CALENDAR.isWorkingDay,
    render: (content, format, language) => renderReport(content, format, language, communes),
    clock,
  });
}

/** What freezes by itself, without a log. */
export function freezingOn(store: Store, clock: () => number): FreezingDeps {
  const freezing = reportingOn(store, clock).freezing({ info() {}, error() {} });
  if (freezing === undefined) throw new Error('nothing is frozen by itself');
  return freezing;
}
