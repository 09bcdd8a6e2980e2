import type { ProgrammeHolding } from '../../types/programme.ts';
import { addCounts, type Counts, compare, countsAt, inOrder } from './counts.ts';

/** Residents with a book, or with a vaccination, each once; and what is counted with them. */
export interface Residents {
  readonly province: Counts;
  readonly facilities: Record<string, Counts>;
  /** By code of the commune; '' for residents of whom none is told. */
  readonly communes: Record<string, Counts>;
}

/** Nobody. */
export function noResidents(): Residents {
  return { province: {}, facilities: {}, communes: {} };
}

/** Adds residents to others, in place. */
export function addResidents(sums: Residents, more: Residents): void {
  addCounts(sums.province, more.province);
  for (const [code, counts] of Object.entries(more.facilities)) addCounts(countsAt(sums.facilities, code), counts);
  for (const [code, counts] of Object.entries(more.communes)) addCounts(countsAt(sums.communes, code), counts);
}

/** As JSON text: equal residents are the same text. */
export function writeResidents({ province, facilities, communes }: Residents): string {
  return JSON.stringify({
    province: inOrder({ province })['province'] ?? {},
    facilities: inOrder(facilities),
    communes: inOrder(communes),
  });
}

/** Residents from their text; nobody from none. */
export function readResidents(text: string | null): Residents {
  return text === null ? noResidents() : (JSON.parse(text) as Residents);
}

/** Counts one resident's holdings, all of one kind, by 1 or -1: once in the province, once at each facility, once in one commune. */
export function countResident(sums: Residents, holdings: readonly ProgrammeHolding[], by: 1 | -1): void {
  const [first] = holdings;
  if (first === undefined) return;
  const one = { [first.what]: 1 };
  addCounts(sums.province, one, by);
  addCounts(countsAt(sums.communes, communeOf(holdings)), one, by);
  for (const facility of new Set(holdings.map(({ facility }) => facility))) {
    addCounts(countsAt(sums.facilities, facility), one, by);
  }
}

/** The commune that the newest of them tells; '' when none does. */
function communeOf(holdings: readonly ProgrammeHolding[]): string {
  const telling = holdings.filter(({ commune }) => commune !== '').toSorted(newestFirst);
  return telling[0]?.commune ?? '';
}

function newestFirst(a: ProgrammeHolding, b: ProgrammeHolding): number {
  return b.acceptedAt - a.acceptedAt || compare(a.facility, b.facility) || compare(a.key, b.key);
}
