import type { Fact } from '../../src/types/measure.ts';
import type { Facility } from '../../src/types/registry.ts';

/** How a facility of the screenshots behaves; days are counted back from the last one. */
interface Habit {
  /** Its first day of traffic, and the first on which it sends an EMR. */
  readonly since: number;
  readonly emrSince: number;
  /** Nothing comes after this many days before the last. */
  readonly silentFor: number;
  readonly perDay: number;
  /** Shares of its encounters: without an EMR, with a section missing, late, quarantined. */
  readonly without: number;
  readonly partly: number;
  readonly late: number;
  readonly quarantined: number;
  readonly closedOnSunday: boolean;
}

const SECTIONS = ['administrative', 'admission', 'progress', 'drug-orders', 'laboratory', 'discharge'];
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * A year of made-up traffic of the whole registry up to a day, the same on every machine: facilities join over the year, most of
 * the hospitals become complete, some lapse, are late or fall silent. Day by day, oldest first.
 */
export function* yearOfTraffic(registry: readonly Facility[], lastDay: string): Generator<readonly Fact[]> {
  const habits = registry.map(({ code, cohort }, place) => ({ code, habit: habitOf(place, cohort === 'hospital') }));
  const last = Date.parse(`${lastDay}T00:00:00+07:00`);
  for (let back = 365; back >= 0; back--) {
    const midnight = last - back * DAY_MS;
    yield habits.flatMap(({ code, habit }, place) =>
      factsOfDay(code, habit, back, midnight, createDice(place * 1_000 + back)),
    );
  }
}

function habitOf(place: number, isHospital: boolean): Habit {
  const dice = createDice(place + 7);
  const since = isHospital ? 120 + Math.floor(dice() * 245) : Math.floor(dice() * 240);
  const kind = place % 9;
  return {
    since,
    emrSince: Math.max(0, since - 20 - Math.floor(dice() * 150)),
    silentFor: place % 19 === 5 ? 9 : 0,
    perDay: isHospital ? 6 + Math.floor(dice() * 9) : 2 + Math.floor(dice() * 3),
    without: kind === 3 ? 0.12 : 0.01,
    partly: kind === 5 || kind === 3 ? 0.25 : 0.01,
    late: kind === 7 ? 0.3 : 0.02,
    quarantined: kind === 4 ? 0.08 : 0.01,
    closedOnSunday: !isHospital,
  };
}

function factsOfDay(code: string, habit: Habit, back: number, midnight: number, dice: () => number): readonly Fact[] {
  const isSunday = new Date(midnight + 7 * HOUR_MS).getUTCDay() === 0;
  if (back > habit.since || (isSunday && habit.closedOnSunday)) return [];
  const signedIn: Fact = { type: 'sign-in', facility: code, at: new Date(midnight + 6 * HOUR_MS).toISOString() };
  // Of the last day only the early morning is there.
  if (back < habit.silentFor || back === 0) return [signedIn];
  const encounters = Array.from({ length: habit.perDay }, (_, number) =>
    factsOfEncounter(code, habit, `${code}-${back}-${number}`, midnight + (8 + (number % 9)) * HOUR_MS, back, dice),
  );
  return [signedIn, ...encounters.flat()];
}

function factsOfEncounter(
  facility: string,
  habit: Habit,
  encounter: string,
  end: number,
  back: number,
  dice: () => number,
): readonly Fact[] {
  const told = {
    type: 'record',
    facility,
    encounter,
    endOfCare: new Date(end).toISOString(),
    signed: dice() < 0.2,
  } as const;
  const identity = dice() < 0.93;
  const claim: Fact = {
    ...told,
    at: new Date(end + HOUR_MS).toISOString(),
    outcome: dice() < habit.quarantined ? 'quarantined' : 'accepted',
    source: 'claim',
    level: 0,
    due: [],
    present: [],
    identity,
  };
  if (back > habit.emrSince || dice() < habit.without) return [claim];
  const lacks = dice() < habit.partly ? SECTIONS[3 + Math.floor(dice() * 3)] : undefined;
  const hours = dice() < habit.late ? 30 : 2;
  const emr: Fact = {
    ...told,
    at: new Date(end + hours * HOUR_MS).toISOString(),
    outcome: 'accepted',
    source: 'emr',
    level: lacks === undefined ? 1 : 0,
    due: SECTIONS,
    present: SECTIONS.filter((section) => section !== lacks),
    identity,
  };
  return [claim, emr];
}

/** Uniform in [0, 1), the same for the same seed. @source https://github.com/bryc/code/blob/master/jshash/PRNGs.md (mulberry32) */
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
