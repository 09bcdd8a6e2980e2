import { startOfLocalDay } from '../../fhir/local-time.ts';
import type { ProgrammeHolding, ProgrammeNews, ProgrammePort } from '../../types/programme.ts';
import type { EpochMs } from '../../types/submission.ts';
import { type Contribution, encounterContribution, recordContribution, residentContribution } from './contributions.ts';
import { addCounts, type Counts, countsAt } from './counts.ts';
import { recordAt, type ToldVersion, toVersion } from './record-history.ts';
import { holdingName, moveResidents } from './resident-moves.ts';
import { addResidents, noResidents, type Residents } from './residents.ts';

export type DeriveReads = Pick<ProgrammePort, 'programmeNews' | 'programmeFacts' | 'programmeHoldings'>;

/** What one day changed: between what was known at the end of the day before and at its own end. */
export interface DayOfChange {
  /** By facility, then by the day on which what changed was first accepted. */
  readonly changes: Map<string, Record<string, Counts>>;
  readonly residents: Residents;
  readonly put: readonly ProgrammeHolding[];
  readonly drop: readonly ProgrammeHolding[];
}

const DAY_MS = 86_400_000;
/** Encounters worked on at once. */
const CHUNK = 250;

interface Moments {
  readonly before: EpochMs;
  readonly after: EpochMs;
}

/**
 * Works out what a day changed: of everything that was accepted or released on it the facts are read again, and what they came to
 * before is taken away from what they come to now. `programmeHoldings` has to give those of the end of the day before.
 */
export async function deriveDay(port: DeriveReads, day: string): Promise<DayOfChange> {
  const start = startOfLocalDay(day);
  const moments = { before: start - 1, after: start + DAY_MS - 1 };
  const names = new Map<string, ProgrammeNews>();
  for await (const news of port.programmeNews(start, moments.after)) names.set(nameOf(news), news);

  const changes = new Map<string, Record<string, Counts>>();
  const residents = noResidents();
  const held = { put: new Map<string, ProgrammeHolding>(), drop: new Map<string, ProgrammeHolding>() };
  const seen = new Set<string>();
  const waiting = [...names.values()];
  while (waiting.length > 0) {
    const chunk = waiting.splice(0, CHUNK);
    const { records, byEncounter } = group(await port.programmeFacts(chunk, moments.after));
    // A record that names another encounter than it did: what it took away from that one is a change too.
    for (const name of byEncounter.keys()) {
      if (names.has(name)) continue;
      const news = newsOf(name);
      names.set(name, news);
      waiting.push(news);
    }
    for (const news of chunk) moveEncounter(changes, news, byEncounter.get(nameOf(news)) ?? [], moments);
    for (const [name, versions] of records) {
      if (seen.has(name)) continue;
      seen.add(name);
      moveRecord(changes, residents, held, versions, moments);
    }
  }
  const put = [...held.put.values()];
  const drop = [...held.drop].filter(([name]) => !held.put.has(name)).map(([, holding]) => holding);
  addResidents(residents, await moveResidents(port, put, drop));
  return { changes, residents, put, drop };
}

const SEPARATOR = '\n';

function nameOf({ facility, encounter }: ProgrammeNews): string {
  return facility + SEPARATOR + encounter;
}

function newsOf(name: string): ProgrammeNews {
  const at = name.indexOf(SEPARATOR);
  return { facility: name.slice(0, at), encounter: name.slice(at + 1) };
}

type Versions = readonly ToldVersion[];

/** Versions by record, and the records of each encounter that any version of them names. */
function group(facts: readonly Parameters<typeof toVersion>[0][]) {
  const records = new Map<string, ToldVersion[]>();
  const byEncounter = new Map<string, Set<ToldVersion[]>>();
  for (const row of facts) {
    const version = toVersion(row);
    const name = nameOf({ facility: row.facility, encounter: row.key });
    const versions = records.get(name) ?? [];
    versions.push(version);
    records.set(name, versions);
    if (!row.ofCare) continue;
    const encounter = nameOf(row);
    byEncounter.set(encounter, (byEncounter.get(encounter) ?? new Set()).add(versions));
  }
  return { records, byEncounter: new Map([...byEncounter].map(([name, of]) => [name, [...of]] as const)) };
}

type Changes = DayOfChange['changes'];

function moveEncounter(
  changes: Changes,
  { facility, encounter }: ProgrammeNews,
  records: readonly Versions[],
  { before, after }: Moments,
): void {
  const at = (until: EpochMs) => {
    const known = records.map((versions) => recordAt(versions, until)).filter((record) => record !== undefined);
    return encounterContribution(encounter, known);
  };
  move(changes, facility, at(before), at(after));
}

function moveRecord(
  changes: Changes,
  residents: Residents,
  held: { readonly put: Map<string, ProgrammeHolding>; readonly drop: Map<string, ProgrammeHolding> },
  versions: Versions,
  { before, after }: Moments,
): void {
  const [old, now] = [recordAt(versions, before), recordAt(versions, after)];
  const facility = versions[0]?.facility ?? '';
  move(changes, facility, old && recordContribution(old), now && recordContribution(now));
  if (old?.newest === now?.newest) return;
  for (const [known, by, holdings] of [[old, -1, held.drop] as const, [now, 1, held.put] as const]) {
    if (known === undefined) continue;
    const told = residentContribution(known);
    addCounts(residents.province, told.counts, by);
    addCounts(countsAt(residents.facilities, facility), told.counts, by);
    for (const holding of told.holdings) holdings.set(holdingName(holding), holding);
  }
}

function move(
  changes: Changes,
  facility: string,
  before: Contribution | undefined,
  after: Contribution | undefined,
): void {
  const days = changes.get(facility) ?? {};
  changes.set(facility, days);
  if (before !== undefined) addCounts(countsAt(days, before.day), before.counts, -1);
  if (after !== undefined) addCounts(countsAt(days, after.day), after.counts);
}
