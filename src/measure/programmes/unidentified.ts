import { startOfLocalDay } from '../../fhir/local-time.ts';
import type { ProgrammeNews, ProgrammePort } from '../../types/programme.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { encounterContribution } from './contributions.ts';
import { compare } from './counts.ts';
import { recordAt, type ToldVersion, toVersion } from './record-history.ts';

const DAY_MS = 86_400_000;

/**
 * Encounters of a facility that were first accepted on a day and have no well-formed number, as known at an instant: what is to be
 * cleaned. By name, a page after a name.
 */
export async function listUnidentified(
  store: Pick<ProgrammePort, 'programmeNews' | 'programmeFacts'>,
  { facility, day, until }: { readonly facility: FacilityCode; readonly day: string; readonly until: EpochMs },
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<{ readonly encounters: readonly string[]; readonly next: string | null }> {
  const start = startOfLocalDay(day);
  const names = new Map<string, ProgrammeNews>();
  for await (const news of store.programmeNews(start, start + DAY_MS - 1, facility)) names.set(news.encounter, news);
  const facts = await store.programmeFacts([...names.values()], until);
  const records = new Map<string, ToldVersion[]>();
  for (const row of facts) records.set(row.key, [...(records.get(row.key) ?? []), toVersion(row)]);

  const byEncounter = new Map<string, Set<ToldVersion[]>>();
  for (const versions of records.values()) {
    for (const { encounter } of versions) {
      byEncounter.set(encounter, (byEncounter.get(encounter) ?? new Set()).add(versions));
    }
  }
  const found = [...names.keys()].filter((encounter) => {
    const known = [...(byEncounter.get(encounter) ?? [])]
      .map((versions) => recordAt(versions, until))
      .filter((record) => record !== undefined);
    const told = encounterContribution(encounter, known);
    return told?.day === day && told.counts['identified'] === undefined;
  });
  const page = found.toSorted(compare).filter((encounter) => encounter > after);
  const encounters = page.slice(0, limit);
  return { encounters, next: page.length > limit ? (encounters.at(-1) ?? null) : null };
}
