import type { CoverageReport, CoverageTotals } from '../types/coverage.ts';
import { ratio } from './ratio.ts';

/** Counts below this are not published. */
const SMALLEST_CELL = 5;

const COUNTS = ['open', 'inScope', 'undecided', 'announced', 'proven', 'emr', 'expected', 'expectedUnknown'] as const;
type Count = (typeof COUNTS)[number];

/** Counts and the shares made of them; null is suppressed, or has nothing to divide by. */
export type OpenTotals = Readonly<Record<Count | 'announcedShare' | 'provenShare' | 'encounterShare', number | null>>;

export interface OpenCoverage {
  readonly asOf: string;
  readonly province: OpenTotals & { readonly byCohort: Readonly<Record<'hospital' | 'other', OpenTotals>> };
}

/**
 * The province's aggregate for everybody: no facility, no person. Counts under 5 are suppressed; so are a share made
 * with one, and the same count of the other cohort, which would give it away by subtraction from the total. The
 * shares with undecided facilities are left out for the same reason.
 */
export function toOpenCoverage({ asOf, province }: CoverageReport): OpenCoverage {
  const { hospital, other } = province.byCohort;
  const hidden = new Set(COUNTS.filter((count) => isSmall(hospital[count]) || isSmall(other[count])));
  return {
    asOf,
    province: {
      ...publish(province, new Set()),
      byCohort: { hospital: publish(hospital, hidden), other: publish(other, hidden) },
    },
  };
}

function publish(totals: CoverageTotals, hidden: ReadonlySet<Count>): OpenTotals {
  const cell = (count: Count) => (hidden.has(count) || isSmall(totals[count]) ? null : totals[count]);
  const share = (part: Count, whole: Count) => {
    const [numerator, denominator] = [cell(part), cell(whole)];
    return numerator === null || denominator === null ? null : ratio(numerator, denominator);
  };
  return {
    open: cell('open'),
    inScope: cell('inScope'),
    undecided: cell('undecided'),
    announced: cell('announced'),
    proven: cell('proven'),
    announcedShare: share('announced', 'inScope'),
    provenShare: share('proven', 'inScope'),
    emr: cell('emr'),
    expected: cell('expected'),
    encounterShare: share('emr', 'expected'),
    expectedUnknown: cell('expectedUnknown'),
  };
}

function isSmall(count: number): boolean {
  return count < SMALLEST_CELL;
}
