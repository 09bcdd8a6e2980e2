import type { WorkingTime } from '../../types/working-calendar.ts';

/** Milliseconds from the start of a day: from, to. */
export type OpenTime = readonly [from: number, to: number];

/** The hours of an ordinary week; days are 1 Monday to 7 Sunday. */
export interface Week {
  /** In order, not touching; empty for a day off. */
  timesOf(weekday: number): readonly OpenTime[];
  /** Hours of a day off that is worked in place of another day: its own if it has any, else those of the first working day. */
  timesOfMovedDay(weekday: number): readonly OpenTime[];
}

/** Refuses (throws) hours that hold no time at all, and times whose end is not after their start. */
export function createWeek(hours: readonly WorkingTime[]): Week {
  const days = Array.from({ length: 8 }, (_, weekday) =>
    merge(hours.filter(({ days }) => days.includes(weekday)).map(({ from, to }) => [toMs(from), toMs(to)] as const)),
  );
  const timesOf = (weekday: number) => days[weekday] ?? [];
  const first = days.find((times) => times.length > 0);
  if (first === undefined) throw new Error('the working calendar has no hours');
  return {
    timesOf,
    timesOfMovedDay: (weekday) => (timesOf(weekday).length > 0 ? timesOf(weekday) : first),
  };
}

function merge(times: readonly OpenTime[]): readonly OpenTime[] {
  const merged: OpenTime[] = [];
  for (const [from, to] of times.toSorted(([a], [b]) => a - b)) {
    if (to <= from) throw new Error('a working time ends before it starts');
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  return merged;
}

function toMs(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
