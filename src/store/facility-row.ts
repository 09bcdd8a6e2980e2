import type { Facility, FacilityEdition, FacilityNote, FacilityParticulars, ScopeDecision } from '../types/registry.ts';

/** A facility as both stores keep it: lists, figures and particulars as JSON. */
export interface FacilityRow
  extends Omit<Facility, 'openFrom' | 'openTo' | 'scope' | 'statistics' | keyof FacilityParticulars> {
  readonly open_from: string | null;
  readonly open_to: string | null;
  readonly scope: string;
  readonly statistics: string;
  readonly particulars: string;
}

/** An edition as both stores keep it; `entry` is the facility as JSON. */
export interface EditionRow extends Pick<FacilityEdition, 'at' | 'reason'> {
  readonly who: string;
  readonly entry: string;
}

/** A note as both stores keep it. */
export interface NoteRow extends Omit<FacilityNote, 'by'> {
  readonly who: string;
}

/** Who changed the registry, and why, when nobody says so. */
export const UNEXPLAINED = { by: 'registry', reason: 'registry' } as const;

/** Names of the columns, as statements list them. */
export const FACILITY_COLUMNS =
  'code, name, cohort, ownership, level, commune, open_from, open_to, scope, announced, statistics, particulars';

/** Of each facility, by its code, the newest edition that is not after `:at`. Both stores run this. */
export const REGISTRY_AT = `
  SELECT entry FROM (
    SELECT code, (SELECT entry FROM facility_edition AS edition
      WHERE edition.facility = facility.code AND edition.at <= :at ORDER BY edition.number DESC LIMIT 1) AS entry
    FROM facility) AS dated
  WHERE entry IS NOT NULL ORDER BY code`;

/** What is written of a facility. Two entries that say the same give the same row, in whatever order their members stand. */
export function toRow(facility: Facility): FacilityRow {
  const { code, name, cohort, ownership, level, commune, openFrom, openTo, announced } = facility;
  return {
    ...{ code, name, cohort, ownership, level, commune, announced },
    open_from: openFrom,
    open_to: openTo,
    scope: JSON.stringify(facility.scope.map(inOrder)),
    statistics: JSON.stringify(sorted(facility.statistics)),
    particulars: JSON.stringify(particularsOf(facility)),
  };
}

/** A facility as it is read. */
export function toFacility(row: FacilityRow): Facility {
  const { code, name, cohort, ownership, level, commune, announced } = row;
  return {
    ...{ code, name, cohort, ownership, level, commune },
    openFrom: row.open_from,
    openTo: row.open_to,
    scope: JSON.parse(row.scope) as ScopeDecision[],
    announced,
    statistics: JSON.parse(row.statistics) as Record<string, number>,
    ...(JSON.parse(row.particulars) as FacilityParticulars),
  };
}

/** True when an entry is kept as it is already. */
export function isKept(known: FacilityRow, row: FacilityRow): boolean {
  // What an older program wrote may have its members in another order.
  const before = toRow(toFacility(known));
  return (Object.keys(row) as (keyof FacilityRow)[]).every((column) => before[column] === row[column]);
}

/** The entry of an edition: the facility as it would be read back. */
export function toEntry(row: FacilityRow): string {
  return JSON.stringify(toFacility(row));
}

/** An edition as it is read. */
export function toEdition({ at, who, reason, entry }: EditionRow): FacilityEdition {
  return { facility: JSON.parse(entry) as Facility, at, by: who, reason };
}

/** A note as it is read. */
export function toNote({ who, ...same }: NoteRow): FacilityNote {
  return { ...same, by: who };
}

function inOrder({ from, value, reason, by, decidedOn }: ScopeDecision): ScopeDecision {
  return { from, value, reason, ...present({ by, decidedOn }) };
}

function particularsOf(facility: Facility): FacilityParticulars {
  const { gln, formerNames, kind, services, position, mergedInto, announcement, hisVendor, contacts } = facility;
  return present({
    ...{ gln, formerNames, kind, services },
    position: position && { lat: position.lat, lng: position.lng },
    mergedInto,
    announcement: announcement && { decision: announcement.decision, ...present({ link: announcement.link }) },
    hisVendor,
    contacts: contacts?.map(({ name, role, phone, email }) => ({ name, ...present({ role, phone, email }) })),
  });
}

type Present<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

function present<T extends object>(members: T): Present<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
}

function sorted(statistics: Facility['statistics']): Facility['statistics'] {
  return Object.fromEntries(Object.entries(statistics).sort(([one], [other]) => (one < other ? -1 : 1)));
}
