import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CoveragePort, EncounterName } from '../types/coverage-ledger.ts';
import type { EpochMs } from '../types/submission.ts';
import { type ReceivedRecord, toReceivedRecord } from './received-facts.ts';

/** Encounters that are read at once. */
const PAGE = 500;

/** An encounter with all its records, in order of receipt. */
export interface TouchedEncounter extends EncounterName {
  readonly records: readonly ReceivedRecord[];
}

/**
 * The encounters that records speak of, each once, with all that was received of them; other work has its turn between
 * pages.
 * @param touched in order of receipt
 * @param from what was received up to this instant is read from the store; what was received later is all among `touched`
 */
export async function* readTouched(
  store: Pick<CoveragePort, 'factsOf'>,
  touched: readonly ReceivedRecord[],
  from: EpochMs,
): AsyncGenerator<TouchedEncounter> {
  const groups = [...groupByEncounter(touched).values()];
  for (let start = 0; start < groups.length; start += PAGE) {
    const page = groups.slice(start, start + PAGE);
    const names = page.map(({ facility, encounter }) => ({ facility, encounter }));
    const earlier = groupByEncounter((await store.factsOf(names, from)).map(toReceivedRecord));
    for (const { facility, encounter, records } of page) {
      const before = earlier.get(placeOf({ facility, encounter }))?.records ?? [];
      yield { facility, encounter, records: [...before, ...records.filter(({ at }) => at > from)] };
    }
    await nextTurn();
  }
}

function groupByEncounter(records: readonly ReceivedRecord[]) {
  const groups = new Map<string, EncounterName & { readonly records: ReceivedRecord[] }>();
  for (const record of records) {
    const place = placeOf(record);
    const group = groups.get(place);
    if (group !== undefined) group.records.push(record);
    else groups.set(place, { facility: record.facility, encounter: record.encounter, records: [record] });
  }
  return groups;
}

/** One text for an encounter: codes of facilities hold no line break. */
export function placeOf({ facility, encounter }: EncounterName): string {
  return `${facility}\n${encounter}`;
}
