import type { CoverageTotals } from '../../../types/coverage.ts';
import type { Words } from '../words.ts';
import { type Cell, count, type Field, share } from './table.ts';

const COUNTS = ['open', 'inScope', 'undecided', 'announced', 'proven'] as const;
const SHARES = ['announcedShare', 'provenShare', 'announcedShareWithUndecided', 'provenShareWithUndecided'] as const;
const ENCOUNTERS = ['emr', 'expected'] as const;

/** Every total with its name, in one order everywhere. */
export const TOTALS: readonly { readonly name: keyof CoverageTotals; readonly cell: (of: CoverageTotals) => Cell }[] = [
  ...COUNTS.map((name) => ({ name, cell: (of: CoverageTotals) => count(of[name]) })),
  ...SHARES.map((name) => ({ name, cell: (of: CoverageTotals) => share(of[name]) })),
  ...ENCOUNTERS.map((name) => ({ name, cell: (of: CoverageTotals) => count(of[name]) })),
  { name: 'encounterShare', cell: (of) => share(of.encounterShare) },
  { name: 'expectedUnknown', cell: (of) => count(of.expectedUnknown) },
];

/** The totals as columns. */
export function totalsFields({ say }: Words): readonly Field<CoverageTotals>[] {
  return TOTALS.map(({ name, cell }) => ({ header: say(name), width: 16, cell }));
}
