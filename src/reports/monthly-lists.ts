import type { FacilityCourseDay } from '../types/coverage.ts';
import type { MonthlyReport, ReportFacility } from '../types/report.ts';
import { plusDays } from './months.ts';

/** Complete on so many days in a row is proven. */
const PROVEN_DAYS = 30;

/** Reads the days of a facility, both included. */
export type ReadCourse = (code: string, from: string, to: string) => Promise<readonly FacilityCourseDay[]>;

/** The lists of a report, from its facilities on its day. */
export async function listFacilities(
  facilities: readonly ReportFacility[],
  asOf: string,
  readCourse: ReadCourse,
): Promise<MonthlyReport['lists']> {
  const inScope = facilities.filter(({ scope }) => scope === 'yes');
  const laggards = inScope.filter(({ announced, proven }) => announced !== null && !proven);
  const lapsed: { code: string; lastProven: string }[] = [];
  for (const { code, announced } of laggards) {
    const from = announced as string;
    const lastProven = lastProvenDay(await readCourse(code, plusDays(from, 1 - PROVEN_DAYS), asOf), from);
    if (lastProven !== null) lapsed.push({ code, lastProven });
  }
  return {
    laggards: codesOf(laggards),
    silent: codesOf(inScope.filter(({ silence }) => silence === 'unusual' || silence === 'week')),
    lapsed,
    undecided: codesOf(facilities.filter(({ scope }) => scope === 'undecided')),
  };
}

/** The last day, not before `from`, that ends 30 complete days in a row; null when there is none. Days come in order. */
export function lastProvenDay(
  course: readonly Pick<FacilityCourseDay, 'day' | 'complete'>[],
  from: string,
): string | null {
  let inARow = 0;
  let last: string | null = null;
  for (const { day, complete } of course) {
    inARow = complete ? inARow + 1 : 0;
    if (inARow >= PROVEN_DAYS && day >= from) last = day;
  }
  return last;
}

function codesOf(facilities: readonly ReportFacility[]): readonly string[] {
  return facilities.map(({ code }) => code);
}
