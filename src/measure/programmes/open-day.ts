import type { EpochMs } from '../../types/submission.ts';
import { type DayOfChange, type DeriveReads, deriveDay } from './derive-day.ts';

/** What is known of a day that is not over. */
export type OpenDay = (day: string) => Promise<DayOfChange>;

/** Older than this it is worked out anew, while whoever asks is given what is there. */
const FRESH_MS = 60_000;
/** Older than this nobody is given it. */
const USEFUL_MS = 300_000;

interface Look {
  readonly day: string;
  readonly at: EpochMs;
  readonly change: DayOfChange;
}

/** Works the open day out when it is asked for, one run at a time: a full day of a large province takes a second. */
export function createOpenDay(store: DeriveReads, clock: () => EpochMs): OpenDay {
  let last: Look | undefined;
  let looking: { readonly day: string; readonly look: Promise<Look> } | undefined;

  function look(day: string): Promise<Look> {
    if (looking?.day === day) return looking.look;
    const at = clock();
    const found = deriveDay(store, day).then((change) => {
      last = { day, at, change };
      return last;
    });
    const own = { day, look: found };
    looking = own;
    const end = () => {
      if (looking === own) looking = undefined;
    };
    found.then(end, end);
    return found;
  }

  return async (day) => {
    const age = last === undefined ? Number.NaN : clock() - last.at;
    if (last?.day !== day || !(age >= 0 && age < USEFUL_MS)) return (await look(day)).change;
    // Whoever asks next is told when it failed.
    if (age >= FRESH_MS) look(day).catch(() => undefined);
    return last.change;
  };
}
