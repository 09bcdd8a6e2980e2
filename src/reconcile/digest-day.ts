import { startOfLocalDay } from '../fhir/local-time.ts';
import type { DeliveredLeaf } from '../types/reconciliation.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import type { DayScope } from './account.ts';
import { createDayTree, type DayTree } from './day-tree.ts';
import { readLeafTable } from './leaf-table.ts';

/** What a destination keeps of a day by our own account. */
export interface DayDigest {
  readonly count: number;
  /** Hex. */
  readonly root: string;
  readonly facilities: readonly { readonly facility: FacilityCode; readonly count: number; readonly root: string }[];
}

type LeafStore = Pick<Store, 'deliveredBetween'>;

const DAY_MS = 86_400_000;

/** First instant of a day, and that of the next. */
export function boundsOf(day: string): readonly [from: EpochMs, until: EpochMs] {
  const from = startOfLocalDay(day);
  return [from, from + DAY_MS];
}

/** Leaves of a day at a destination, of one facility or of all. */
export async function* leavesOf(
  store: LeafStore,
  destination: string,
  { day, facility }: DayScope,
): AsyncGenerator<DeliveredLeaf> {
  for await (const leaf of store.deliveredBetween(destination, ...boundsOf(day))) {
    if (facility === null || leaf.facility === facility) yield leaf;
  }
}

/** The tree of a day at a destination. */
export async function treeOfDay(store: LeafStore, destination: string, scope: DayScope): Promise<DayTree> {
  return createDayTree(await readLeafTable(leavesOf(store, destination, scope)));
}

/** Count and root of a day at a destination: of the whole, and of each facility by itself. */
export async function digestDay(store: LeafStore, destination: string, scope: DayScope): Promise<DayDigest> {
  const table = await readLeafTable(leavesOf(store, destination, scope));
  const facilities: DayDigest['facilities'][number][] = [];
  for (const rows of table.facilities) {
    const { count, root } = (await createDayTree(table, rows)).top;
    facilities.push({ facility: rows.facility, count, root });
  }
  const { count, root } = (await createDayTree(table)).top;
  return { count, root, facilities };
}
