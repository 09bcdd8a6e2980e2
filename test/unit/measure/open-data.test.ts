import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { createCoverageService } from '../../../src/measure/coverage-service.ts';
import { type OpenTotals, toOpenCoverage, toOpenCsv } from '../../../src/measure/open-data.ts';
import type { CoverageTotals } from '../../../src/types/coverage.ts';
import { facility } from '../../support/coverage-facts.ts';
import { closedCoverageOf } from '../../support/coverage-store.ts';

async function openData(hospitals: number, others: number, announced: { hospitals: number; others: number }) {
  const of = (cohort: 'hospital' | 'other', count: number, withDecision: number) =>
    Array.from({ length: count }, (_, number) =>
      facility({
        code: `${cohort}-${number}`,
        cohort,
        announced: number < withDecision ? '2026-01-01' : null,
        commune: `Xã ${number % 3}`,
      }),
    );
  const registry = [...of('hospital', hospitals, announced.hospitals), ...of('other', others, announced.others)];
  const clock = () => Date.parse('2026-11-22T12:00:00+07:00');
  const service = createCoverageService({
    store: await closedCoverageOf([], clock()),
    registry: async () => registry,
    clock,
  });
  return toOpenCoverage(await service.overview());
}

const NAMES = ['open', 'inScope', 'undecided', 'announced', 'proven', 'emr', 'expected', 'expectedUnknown'] as const;
type Counts = Readonly<Record<(typeof NAMES)[number], number>>;

/** Counts of a group that fit each other. */
const GROUP = fc
  .record({ open: fc.nat(30), scope: fc.nat(100), rest: fc.nat(100), parts: fc.array(fc.nat(100), { minLength: 4 }) })
  .map(({ open, scope, rest, parts: [announced = 0, proven = 0, unknown = 0, emr = 0] }) => {
    const share = (percent: number, of: number) => Math.round((of * percent) / 100);
    const inScope = share(scope, open);
    const expected = (inScope - share(unknown, inScope)) * 7;
    return {
      open,
      inScope,
      undecided: share(rest, open - inScope),
      announced: share(announced, inScope),
      proven: share(proven, inScope),
      expectedUnknown: share(unknown, inScope),
      expected,
      emr: share(emr, expected),
    } as Counts as CoverageTotals;
  });

function totalOf(rows: readonly Counts[]): CoverageTotals {
  return Object.fromEntries(
    NAMES.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)]),
  ) as unknown as CoverageTotals;
}

/** What a reader finds in one row that is between 1 and 4. */
function smallIn(row: OpenTotals): readonly string[] {
  const differences = NAMES.flatMap((part) =>
    (['open', 'inScope', 'expected'] as const)
      .filter((whole) => (whole === 'expected') === (part === 'emr') && !(part === 'undecided' && whole === 'inScope'))
      .map((whole) => [`${whole} - ${part}`, row[whole], row[part]] as const),
  ).filter(([name]) => !name.endsWith('- expected'));
  const { open, inScope, undecided } = row;
  const all = [
    ...NAMES.map((name) => [name, row[name], 0] as const),
    ...differences,
    ['out of scope', open, inScope === null || undecided === null ? null : inScope + undecided] as const,
  ];
  return all
    .filter(
      ([, one, other]) => one !== null && other !== null && Math.abs(one - other) >= 1 && Math.abs(one - other) <= 4,
    )
    .map(([name]) => name);
}

describe('open coverage', () => {
  it('shows counts from 5 on, and the shares made of them', async () => {
    const { province } = await openData(10, 20, { hospitals: 5, others: 10 });
    expect(province).toMatchObject({ inScope: 30, announced: 15, announcedShare: 0.5 });
    expect(province.byCohort.hospital).toMatchObject({ inScope: 10, announced: 5, announcedShare: 0.5 });
  });

  it('suppresses counts from 1 to 4 and their shares, and tells 0', async () => {
    const { province } = await openData(10, 20, { hospitals: 2, others: 2 });
    expect(province).toMatchObject({ inScope: 30, announced: null, announcedShare: null, proven: 0, provenShare: 0 });
  });

  it('suppresses the part when few are left of the whole', async () => {
    const { province } = await openData(10, 20, { hospitals: 10, others: 17 });
    expect(province).toMatchObject({ open: 30, inScope: 30, announced: null, announcedShare: null });
    expect(province.byCohort.hospital).toMatchObject({ inScope: 10, announced: 10, announcedShare: 1 });
    expect(province.byCohort.other).toMatchObject({ inScope: 20, announced: null, announcedShare: null });
  });

  it('leaves no small count to be found within a row, or by subtraction from the total', () => {
    fc.assert(
      fc.property(fc.array(GROUP, { minLength: 2, maxLength: 8 }), (groups) => {
        const [first, ...rest] = groups as [CoverageTotals, ...CoverageTotals[]];
        const of = (rows: readonly CoverageTotals[]) => rows.map((totals, place) => ({ name: `${place}`, totals }));
        const total = totalOf(groups);
        const byCohort = { hospital: first, other: totalOf(rest) };
        const open = toOpenCoverage({
          report: { asOf: '2026-11-22', province: { ...total, byCohort } },
          groups: { ownership: of([total]), level: of([first, totalOf(rest)]), commune: of(groups) },
        } as unknown as Parameters<typeof toOpenCoverage>[0]);
        const all = [open.province, ...open.groups.commune, ...open.groups.level, ...open.groups.ownership];
        for (const row of all) expect(smallIn(row)).toEqual([]);
        for (const rows of [open.groups.commune, open.groups.level, Object.values(open.province.byCohort)]) {
          for (const count of NAMES) {
            const hidden = rows.filter((row) => row[count] === null).length;
            if (open.province[count] === null) expect(hidden).toBeGreaterThan(0);
            else {
              const left = rows.reduce((rest, row) => rest - (row[count] ?? 0), open.province[count]);
              expect(hidden).not.toBe(1);
              expect(hidden > 0 && left >= 1 && left <= 4).toBe(false);
            }
          }
        }
      }),
    );
  });

  it('suppresses the other cohort too where subtraction would give a small count away', async () => {
    const { province } = await openData(10, 20, { hospitals: 3, others: 10 });
    expect(province.announced).toBe(13);
    expect(province.byCohort.hospital).toMatchObject({ announced: null, announcedShare: null });
    expect(province.byCohort.other).toMatchObject({ announced: null, announcedShare: null, inScope: 20 });
  });

  it('names no facility and no figure from which undecided ones could be told', async () => {
    const text = JSON.stringify(await openData(10, 20, { hospitals: 5, others: 10 }));
    expect(text).not.toMatch(/hospital-\d|facilities|WithUndecided/);
  });

  it('groups by commune, with as many counts hidden as keep the small ones hidden', async () => {
    const { groups, province } = await openData(1, 16, { hospitals: 0, others: 16 });
    expect(groups.commune.map(({ name, open }) => [name, open])).toEqual([
      ['Xã 0', 7],
      ['Xã 1', 5],
      ['Xã 2', 5],
    ]);
    expect(province.byCohort).toMatchObject({ hospital: { open: null }, other: { open: null } });
    expect(province.open).toBe(17);
  });

  it('is a table as well', async () => {
    const open = await openData(10, 20, { hospitals: 5, others: 10 });
    const csv = toOpenCsv(open);
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    const rows: Record<string, string>[] = parse(csv, { bom: true, columns: true });
    expect(rows.map(({ by, name }) => `${by} ${name}`)).toEqual([
      ...['province ', 'cohort hospital', 'cohort other', 'ownership public', 'level province'],
      ...['commune Xã 0', 'commune Xã 1', 'commune Xã 2'],
    ]);
    expect(rows[0]).toMatchObject({
      asOf: '2026-11-22',
      inScope: '30',
      announced: '15',
      announcedShare: '0.5',
      proven: '0',
    });
  });
});
