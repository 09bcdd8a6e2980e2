import type { Fact } from '../../src/types/measure.ts';
import type { Facility } from '../../src/types/registry.ts';
import { claim, daysFrom, emr, plusDays, signIn } from './coverage-facts.ts';

/** How one facility behaves; days are counted back from the last one. */
interface Habit {
  /** Its first day of traffic. */
  readonly since: number;
  /** No EMR and no claim after this. */
  readonly silentFor: number;
  /** Every so many encounters one has no EMR; 0 is none. */
  readonly missesEvery: number;
  /** Hours from end of care to the receipt of the EMR. */
  readonly lagHours: number;
  readonly sendsEmr: boolean;
  readonly claims: boolean;
}

const WELL: Habit = { since: 95, silentFor: 0, missesEvery: 0, lagHours: 2, sendsEmr: true, claims: true };

/** From the model facility to the one that only signed in; the first six are hospitals' habits. */
const HABITS: readonly (Habit | 'signs-in' | 'nothing')[] = [
  WELL,
  { ...WELL, since: 60, missesEvery: 40 },
  { ...WELL, since: 18 },
  { ...WELL, missesEvery: 4 },
  { ...WELL, lagHours: 40 },
  { ...WELL, silentFor: 9 },
  { ...WELL, silentFor: 3, missesEvery: 5 },
  { ...WELL, sendsEmr: false },
  { ...WELL, since: 20, claims: false },
  'signs-in',
  'nothing',
];

/** Traffic of a whole province up to the morning of a day: the same on every machine, with a case of every kind. */
export function provinceTraffic(registry: readonly Facility[], lastDay: string): readonly Fact[] {
  return registry.flatMap(({ code, cohort }, position) => {
    const habit = cohort === 'hospital' ? HABITS[position % HABITS.length] : HABITS[(position % 4) + 7];
    if (habit === undefined || habit === 'nothing') return [];
    if (habit === 'signs-in') return [signIn(`${plusDays(lastDay, -4)}T07:30:00+07:00`, code)];
    return daysFrom(plusDays(lastDay, -habit.since), lastDay).flatMap((day) => facilityDay(code, day, habit, lastDay));
  });
}

function facilityDay(code: string, day: string, habit: Habit, lastDay: string): readonly Fact[] {
  const signedIn = signIn(`${day}T06:00:00+07:00`, code);
  if (day > plusDays(lastDay, -habit.silentFor)) return [signedIn];
  const encounters = [0, 1, 2, 3].flatMap((number) => {
    const end = `${plusDays(day, -1)}T${String(13 + number)}:00:00+07:00`;
    const encounter = `LK-${day}-${number}`;
    const serial = Number(day.slice(8)) * 4 + number;
    const at = new Date(Date.parse(end) + habit.lagHours * 3_600_000).toISOString();
    const misses = !habit.sendsEmr || (habit.missesEvery > 0 && serial % habit.missesEvery === 0);
    return [
      ...(habit.claims ? [claim(encounter, end, { facility: code })] : []),
      ...(misses ? [] : [emr(encounter, end, { facility: code, at })]),
    ];
  });
  return [signedIn, ...encounters];
}
