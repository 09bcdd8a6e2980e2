import type { CoverageReport, CoverageTotals, FacilityCoverage, Stage } from '../../src/types/coverage.ts';
import type { Fact } from '../../src/types/measure.ts';
import type { Facility } from '../../src/types/registry.ts';

/**
 * The coverage indicators once more, slow and literal: every sentence of the definitions is one function over the
 * whole list of facts, nothing is carried from day to day, and days are texts made by the time zone database. It
 * shares no code with the product. What was found for a facility and a day is remembered for the next report.
 */
export function createBook(
  registry: readonly Facility[],
  facts: readonly Fact[],
): { report(asOf: string): CoverageReport } {
  const books = registry.map((facility) => ({
    facility,
    on: createFacilityBook(
      facility,
      facts.filter((fact) => fact.facility === facility.code),
    ),
  }));
  return {
    report(asOf) {
      const rows = books
        .filter(({ facility }) => isWithin(asOf, facility.openFrom, facility.openTo))
        .map(({ facility, on }) => ({ facility, ...on(asOf) }));
      return {
        asOf,
        province: {
          ...totals(rows, asOf),
          byCohort: {
            hospital: totals(
              rows.filter(({ facility }) => facility.cohort === 'hospital'),
              asOf,
            ),
            other: totals(
              rows.filter(({ facility }) => facility.cohort === 'other'),
              asOf,
            ),
          },
        },
        facilities: rows.map(({ row }) => row),
      };
    },
  };
}

interface Finding {
  readonly facility: Facility;
  readonly row: FacilityCoverage;
  readonly proven: boolean;
}

function totals(open: readonly Finding[], day: string): CoverageTotals {
  const scope = (one: Finding) => decidedScope(one.facility, day);
  const inScope = open.filter((one) => scope(one) === 'yes');
  const withUndecided = open.filter((one) => scope(one) !== 'no');
  const known = inScope.filter((one) => one.row.expected !== null);
  const announcedIn = (list: readonly Finding[]) => list.filter((one) => one.row.announced).length;
  const provenIn = (list: readonly Finding[]) => list.filter((one) => one.proven).length;
  const emr = known.map((one) => one.row.emr).reduce((a, b) => a + b, 0);
  const expected = known.map((one) => one.row.expected ?? Number.NaN).reduce((a, b) => a + b, 0);
  return {
    open: open.length,
    inScope: inScope.length,
    undecided: withUndecided.length - inScope.length,
    announced: announcedIn(inScope),
    proven: provenIn(inScope),
    announcedShare: share(announcedIn(inScope), inScope.length),
    provenShare: share(provenIn(inScope), inScope.length),
    announcedShareWithUndecided: share(announcedIn(withUndecided), withUndecided.length),
    provenShareWithUndecided: share(provenIn(withUndecided), withUndecided.length),
    emr,
    expected,
    encounterShare: share(emr, expected),
    expectedUnknown: inScope.filter((one) => one.row.expected === null).length,
  };
}

function decidedScope(facility: Facility, day: string): 'yes' | 'no' | 'undecided' {
  const begun = facility.scope.filter(({ from }) => from === null || from <= day);
  const inOrder = begun
    .map((decision, position) => ({ decision, position }))
    .sort((a, b) => {
      const byDay = (a.decision.from ?? '0000-00-00').localeCompare(b.decision.from ?? '0000-00-00');
      return byDay === 0 ? a.position - b.position : byDay;
    });
  return inOrder[inOrder.length - 1]?.decision.value ?? 'undecided';
}

type RecordFact = Extract<Fact, { type: 'record' }>;

interface Encounter {
  readonly records: readonly RecordFact[];
  readonly endDay: string | null;
  readonly endOfCare: number;
  readonly level: number;
}

function createFacilityBook(facility: Facility, facts: readonly Fact[]) {
  const received = facts
    .map((fact, position) => ({ fact, position, at: Date.parse(fact.at), day: localDay(fact.at) }))
    .sort((a, b) => (a.at === b.at ? a.position - b.position : a.at - b.at));
  const firstDay = received[0]?.day ?? '9999-12-31';
  const remembered = new Map<string, ReturnType<typeof indicatorsOn>>();

  function encountersAsOf(day: string): readonly Encounter[] {
    const known = received
      .filter((one) => one.day <= day)
      .map((one) => one.fact)
      .filter((fact) => fact.type === 'record')
      .filter((fact) => outcomeOn(fact, day) === 'accepted');
    return [...Map.groupBy(known, (record) => record.encounter).values()].map((records) => {
      const end = records[records.length - 1]?.endOfCare ?? null;
      return {
        records,
        endDay: end === null ? null : localDay(end),
        endOfCare: end === null ? Number.NaN : Date.parse(end),
        level: Math.max(...records.map((record) => record.level)),
      };
    });
  }

  function expectedOn(day: string, encounters: readonly Encounter[]): number | null {
    const windowStart = plusDays(day, -29);
    const ending = encounters.filter((one) => isWithin(one.endDay, windowStart, day));
    if (ending.some((one) => one.records.some((record) => record.source === 'claim'))) return ending.length;
    return byStatistics(facility, day) ?? byRhythm(encounters, day);
  }

  function indicatorsOn(day: string) {
    const windowStart = plusDays(day, -29);
    const weekStart = plusDays(day, -6);
    const encounters = encountersAsOf(day);
    const expected = expectedOn(day, encounters);
    const emr = encounters.filter((one) => isWithin(one.endDay, windowStart, day)).filter((one) => one.level >= 1);
    const due = emr.map((one) => new Set(one.records.flatMap((record) => record.due)));
    const presentAndDue = emr.map(
      (one, position) =>
        [...(due[position] ?? [])].filter((section) => one.records.some((record) => record.present.includes(section)))
          .length,
    );
    const timely = emr.filter((one) => {
      const first = one.records.find((record) => record.level >= 1);
      return first !== undefined && Date.parse(first.at) - one.endOfCare <= 24 * 60 * 60 * 1000;
    });
    const inWindow = received.filter((one) => one.fact.type === 'record' && isWithin(one.day, windowStart, day));
    const accepted = inWindow.filter((one) => one.fact.type === 'record' && outcomeOn(one.fact, day) === 'accepted');
    const volume = expected === null ? null : share(emr.length, expected);
    const completeness = share(
      presentAndDue.reduce((a, b) => a + b, 0),
      due.reduce((a, b) => a + b.size, 0),
    );
    const timeliness = share(timely.length, emr.length);
    return {
      figures: {
        expected,
        emr: emr.length,
        volume,
        completeness,
        timeliness,
        identity: share(emr.filter((one) => one.records.some((record) => record.identity)).length, emr.length),
        signed: share(emr.filter((one) => one.records.some((record) => record.signed)).length, emr.length),
        acceptance: share(accepted.length, inWindow.length),
      },
      connected: received.some((one) => one.fact.type === 'sign-in' && isWithin(one.day, windowStart, day)),
      sending: accepted.some((one) => isWithin(one.day, weekStart, day)),
      complete:
        volume !== null &&
        completeness !== null &&
        timeliness !== null &&
        volume >= 0.95 &&
        completeness >= 0.95 &&
        timeliness >= 0.9,
    };
  }

  function on(day: string) {
    const found = remembered.get(day) ?? indicatorsOn(day);
    remembered.set(day, found);
    return found;
  }

  function proven(day: string): boolean {
    return on(day).complete && daysBetween(plusDays(day, -29), day).every((one) => on(one).complete);
  }

  function sustained(day: string): boolean {
    const { announced } = facility;
    if (announced === null || announced > day || !proven(day)) return false;
    // Before the first fact no day is complete, so the search may begin there.
    const firstProven = daysBetween(firstDay, day).find((one) => one >= announced && proven(one));
    return firstProven !== undefined && daysBetween(firstProven, day).every((one) => on(one).complete);
  }

  return (day: string): { row: FacilityCoverage; proven: boolean } => {
    const found = on(day);
    const isProven = proven(day);
    const steps: readonly (readonly [Stage, boolean])[] = [
      ['registered', true],
      ['connected', found.connected],
      ['sending', found.sending],
      ['complete', found.complete],
      ['proven', isProven],
    ];
    const firstMissing = steps.findIndex(([, holds]) => !holds);
    const stage = steps[firstMissing === -1 ? steps.length - 1 : firstMissing - 1]?.[0] ?? 'registered';
    const announced = facility.announced !== null && facility.announced <= day;
    return {
      row: { code: facility.code, stage, announced, sustained: sustained(day), ...found.figures },
      proven: isProven,
    };
  };
}

/** A record that was released counts as quarantined on the days before, and as accepted from that day on. */
function outcomeOn(fact: RecordFact, day: string): string {
  if (fact.releasedAt === undefined || fact.outcome === 'refused') return fact.outcome;
  return localDay(fact.releasedAt) <= day ? 'accepted' : 'quarantined';
}

function byStatistics(facility: Facility, day: string): number | null {
  const months = [...Map.groupBy(daysBetween(plusDays(day, -29), day), (one) => one.slice(0, 7))];
  const values = months.map(([month]) => facility.statistics[month]);
  if (values.some((value) => value === undefined)) return null;
  // Thirtieths, thirty-firsts, 28ths and 29ths all are whole multiples of this unit.
  const unit = 28 * 29 * 30 * 31;
  const sum = months.reduce(
    (total, [month, days], position) =>
      total + BigInt(values[position] ?? 0) * BigInt(days.length) * BigInt(unit / lengthOfMonth(month)),
    0n,
  );
  return Number((2n * sum + BigInt(unit)) / (2n * BigInt(unit)));
}

function byRhythm(encounters: readonly Encounter[], day: string): number | null {
  const start = plusDays(day, -29);
  const weeks = [1, 2, 3, 4, 5, 6, 7, 8].map((week) => {
    const first = plusDays(start, -7 * week);
    const last = plusDays(start, -7 * week + 6);
    return encounters.filter((one) => isWithin(one.endDay, first, last)).length;
  });
  if (weeks.filter((value) => value > 0).length < 4) return null;
  const sorted = [...weeks].sort((a, b) => a - b);
  const median = ((sorted[3] ?? Number.NaN) + (sorted[4] ?? Number.NaN)) / 2;
  return Math.round((median * 30) / 7);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function isWithin(day: string | null, from: string | null, to: string | null): boolean {
  return day !== null && (from === null || from <= day) && (to === null || day <= to);
}

const CALENDAR = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Ho_Chi_Minh',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const knownDays = new Map<string, string>();

function localDay(instant: string): string {
  const day = knownDays.get(instant) ?? CALENDAR.format(new Date(instant));
  knownDays.set(instant, day);
  return day;
}

function plusDays(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push(day);
  return days;
}

function lengthOfMonth(month: string): number {
  return daysBetween(`${month}-01`, `${month}-31`).filter((day) => day.startsWith(month)).length;
}
