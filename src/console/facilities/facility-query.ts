import type { FacilityStanding } from '../../types/coverage.ts';
import { CALL_REASONS, type CallReason, compareCalls, heightOnLadder, isGap } from '../standing.ts';

/** Columns of the table, each a key to sort by. */
export const COLUMNS = [
  'facility',
  'cohort',
  'stage',
  'announcedOn',
  'lastRecord',
  'volume',
  'completeness',
  'timeliness',
  'alarm',
] as const;

export type Column = (typeof COLUMNS)[number];

/** What the table is asked to show; an empty text asks for nothing. */
export interface FacilityQuery {
  readonly text: string;
  readonly stage: string;
  readonly cohort: string;
  readonly scope: string;
  readonly condition: string;
  readonly ownership: string;
  readonly level: string;
  readonly commune: string;
  /** A column, or how pressing a call is. */
  readonly sort: Column | 'call' | '';
  readonly order: 'asc' | 'desc';
  /** Counted from 1. */
  readonly page: number;
}

/** Conditions that can be asked for: any reason to call, one of them, announced and not proven, or none. */
export const CONDITIONS = ['call', ...CALL_REASONS, 'gap'] as const;
/** What can be sorted by. */
export const SORTS = ['call', ...COLUMNS] as const;

const FIRST_ORDER: Readonly<Record<Column | 'call', 'asc' | 'desc'>> = {
  call: 'asc',
  facility: 'asc',
  cohort: 'asc',
  stage: 'desc',
  announcedOn: 'asc',
  lastRecord: 'desc',
  volume: 'asc',
  completeness: 'asc',
  timeliness: 'asc',
  alarm: 'desc',
};

/** Reads the query of an address; what is no column, order or known word asks for nothing. */
export function readFacilityQuery(query: Readonly<Record<string, string>>): FacilityQuery {
  const sort = SORTS.find((column) => column === query['sort']) ?? '';
  const order = sort === '' ? 'asc' : FIRST_ORDER[sort];
  const text = (name: string) => query[name] ?? '';
  return {
    text: text('text'),
    stage: text('stage'),
    cohort: text('cohort'),
    scope: text('scope'),
    condition: text('condition'),
    ownership: text('ownership'),
    level: text('level'),
    commune: text('commune'),
    sort,
    page: readPage(query['page']),
    order: query['order'] === 'asc' || query['order'] === 'desc' ? query['order'] : order,
  };
}

/** Facilities on a page of the table. */
const PER_PAGE = 50;

function readPage(text: string | undefined): number {
  return /^[1-9]\d{0,3}$/.test(text ?? '') ? Number(text) : 1;
}

/** The facilities of the page asked for, or of the last one, with how many pages there are. */
export function pageOf(
  chosen: readonly FacilityStanding[],
  { page: asked }: Pick<FacilityQuery, 'page'>,
): { readonly shown: readonly FacilityStanding[]; readonly page: number; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(chosen.length / PER_PAGE));
  const page = Math.min(asked, pages);
  return { shown: chosen.slice((page - 1) * PER_PAGE, page * PER_PAGE), page, pages };
}

/** The query as an address has it, with some of it otherwise, from its first page on; without what asks for nothing. */
export function writeFacilityQuery(query: FacilityQuery, changes: Partial<FacilityQuery> = {}): string {
  const { order, page, ...asked } = { ...query, page: 1, ...changes };
  const named = Object.entries(asked).filter(([, value]) => value !== '');
  const pairs = page === 1 ? named : [...named, ['page', String(page)]];
  const ordered = asked.sort === '' || order === FIRST_ORDER[asked.sort] ? pairs : [...pairs, ['order', order]];
  return new URLSearchParams(ordered as [string, string][]).toString();
}

/** A click on a column sorts by it, a second one the other way round. */
export function sortLink(query: FacilityQuery, column: Column): string {
  const again = query.sort === column && query.order === FIRST_ORDER[column];
  const other = FIRST_ORDER[column] === 'asc' ? 'desc' : 'asc';
  return writeFacilityQuery(query, { sort: column, order: again ? other : FIRST_ORDER[column] });
}

/** The facilities that are asked for, in the order asked for; otherwise in the registry's. */
export function selectFacilities(
  standings: readonly FacilityStanding[],
  query: FacilityQuery,
  reasonsOf: (one: FacilityStanding) => readonly CallReason[],
): readonly FacilityStanding[] {
  const words = plain(query.text).split(/\s+/).filter(Boolean);
  const is = (asked: string, value: string) => asked === '' || asked === value;
  const chosen = standings.filter((one) => {
    const { facility, coverage, scope } = one;
    const text = plain(
      `${facility.name} ${facility.code} ${facility.commune} ${(facility.formerNames ?? []).join(' ')}`,
    );
    return (
      is(query.stage, coverage.stage) &&
      is(query.cohort, facility.cohort) &&
      is(query.scope, scope) &&
      is(query.ownership, facility.ownership) &&
      is(query.level, facility.level) &&
      is(query.commune, facility.commune) &&
      hasCondition(query.condition, one, reasonsOf) &&
      words.every((word) => text.includes(word))
    );
  });
  if (query.sort === 'call') return chosen.toSorted(compareCalls(reasonsOf));
  return query.sort === '' ? chosen : sortFacilities(chosen, query.sort, query.order);
}

function hasCondition(
  condition: string,
  one: FacilityStanding,
  reasonsOf: (one: FacilityStanding) => readonly CallReason[],
): boolean {
  if (condition === '') return true;
  if (condition === 'gap') return isGap(one);
  const reasons = reasonsOf(one);
  return condition === 'call' ? reasons.length > 0 : reasons.some((reason) => reason === condition);
}

const ALARMS = { none: 0, never: 0, unusual: 1, week: 2 } as const;

const VALUES: Readonly<Record<Column, (one: FacilityStanding) => string | number | null>> = {
  facility: ({ facility }) => facility.name,
  cohort: ({ facility }) => facility.cohort,
  stage: heightOnLadder,
  announcedOn: ({ facility, coverage }) => (coverage.announced ? facility.announced : null),
  lastRecord: ({ lastAcceptedAt }) => lastAcceptedAt,
  volume: ({ coverage }) => coverage.volume,
  completeness: ({ coverage }) => coverage.completeness,
  timeliness: ({ coverage }) => coverage.timeliness,
  alarm: ({ silence }) => ALARMS[silence],
};

/** What is unknown stands last either way. */
function sortFacilities(
  standings: readonly FacilityStanding[],
  column: Column,
  order: 'asc' | 'desc',
): readonly FacilityStanding[] {
  const collator = new Intl.Collator('vi', { numeric: true });
  const value = VALUES[column];
  const sign = order === 'asc' ? 1 : -1;
  return standings.toSorted((first, second) => {
    const [a, b] = [value(first), value(second)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const compared = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
    return sign * compared || collator.compare(first.coverage.code, second.coverage.code);
  });
}

/** Without case and diacritics, so that "duc pho" finds "Đức Phổ". */
function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');
}
