import { stringify } from 'csv-stringify/sync';
import type { CoverageGroup, CoverageOverview, CoverageTotals } from '../types/coverage.ts';
import { ratio } from './ratio.ts';
import { type CountShape, hiddenInParts, hiddenInRow } from './suppression.ts';

const COUNTS = ['open', 'inScope', 'undecided', 'announced', 'proven', 'emr', 'expected', 'expectedUnknown'] as const;
type Count = (typeof COUNTS)[number];

/** What counts what others count, too. `emr` may be more than what is expected: then the difference is the other way round. */
const SHAPE: CountShape<Count> = {
  names: ['open', 'inScope', 'undecided', 'expected', 'announced', 'proven', 'expectedUnknown', 'emr'],
  within: [
    ['inScope', 'open'],
    ['undecided', 'open'],
    ['announced', 'inScope'],
    ['announced', 'open'],
    ['proven', 'inScope'],
    ['proven', 'open'],
    ['expectedUnknown', 'inScope'],
    ['expectedUnknown', 'open'],
    ['emr', 'expected'],
  ],
  // Those that are decided to be out of scope.
  differences: [{ hides: 'undecided', of: ({ open, inScope, undecided }) => open - inScope - undecided }],
};

const SHARES = {
  announcedShare: ['announced', 'inScope'],
  provenShare: ['proven', 'inScope'],
  encounterShare: ['emr', 'expected'],
} as const;
type Share = keyof typeof SHARES;

/** Counts and the shares made of them; null is suppressed, or has nothing to divide by. */
export type OpenTotals = Readonly<Record<Count | Share, number | null>>;

export interface OpenCoverage {
  readonly asOf: string;
  readonly province: OpenTotals & { readonly byCohort: Readonly<Record<'hospital' | 'other', OpenTotals>> };
  readonly groups: Readonly<
    Record<'ownership' | 'level' | 'commune', readonly (OpenTotals & { readonly name: string })[]>
  >;
}

/**
 * The province's aggregate for everybody: no facility, no person. Counts from 1 to 4 are suppressed; so are the part of a whole that
 * differs from it by so few, a share made with either, and as many further counts of the same kind among cohorts, or groups, as keep
 * what is hidden from being told by subtraction from the total. The shares with undecided facilities are left out for the same reason.
 */
export function toOpenCoverage({
  report: { asOf, province },
  groups,
}: Pick<CoverageOverview, 'report' | 'groups'>): OpenCoverage {
  const { byCohort } = province;
  const cohorts = publishTogether([byCohort.hospital, byCohort.other], province);
  const [hospital, other] = cohorts as [OpenTotals, OpenTotals];
  return {
    asOf,
    province: { ...publish(province, hiddenInRow(province, SHAPE)), byCohort: { hospital, other } },
    groups: {
      ownership: publishGroups(groups.ownership, province),
      level: publishGroups(groups.level, province),
      commune: publishGroups(groups.commune, province),
    },
  };
}

/** The same as a table: a line for the province, each cohort and each group; UTF-8 with byte order mark. */
export function toOpenCsv({ asOf, province: { byCohort, ...province }, groups }: OpenCoverage): string {
  const lines = [
    { by: 'province', name: '', ...province },
    { by: 'cohort', name: 'hospital', ...byCohort.hospital },
    { by: 'cohort', name: 'other', ...byCohort.other },
    ...(['ownership', 'level', 'commune'] as const).flatMap((by) => groups[by].map((group) => ({ by, ...group }))),
  ];
  return stringify(
    lines.map((line) => ({ asOf, ...line })),
    {
      header: true,
      columns: ['asOf', 'by', 'name', ...COUNTS, ...Object.keys(SHARES)],
      record_delimiter: '\r\n',
      escape_formulas: true,
      bom: true,
    },
  );
}

function publishGroups(
  groups: readonly CoverageGroup[],
  total: CoverageTotals,
): readonly (OpenTotals & { readonly name: string })[] {
  const published = publishTogether(
    groups.map(({ totals }) => totals),
    total,
  );
  return groups.map(({ name }, place) => ({ name, ...(published[place] as OpenTotals) }));
}

/** Parts of one total. */
function publishTogether(parts: readonly CoverageTotals[], total: CoverageTotals): readonly OpenTotals[] {
  const hidden = hiddenInParts(parts, total, SHAPE);
  return parts.map((totals, place) => publish(totals, hidden[place] ?? new Set(COUNTS)));
}

function publish(totals: CoverageTotals, hidden: ReadonlySet<Count>): OpenTotals {
  const cell = (count: Count) => (hidden.has(count) ? null : totals[count]);
  const share = ([part, whole]: readonly [Count, Count]) => {
    const [numerator, denominator] = [cell(part), cell(whole)];
    return numerator === null || denominator === null ? null : ratio(numerator, denominator);
  };
  const counts = Object.fromEntries(COUNTS.map((count) => [count, cell(count)]));
  const shares = Object.fromEntries(Object.entries(SHARES).map(([name, parts]) => [name, share(parts)]));
  return { ...counts, ...shares } as OpenTotals;
}
