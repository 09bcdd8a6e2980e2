import { startOfLocalDay, toLocalDay } from '../../src/fhir/local-time.ts';
import type { Habit } from './province.ts';

/** One record as it lies in the store: what coverage reads, and nothing of a patient. */
export interface FactRow {
  readonly facility: string;
  readonly key: string;
  readonly kind: 'claim' | 'emr-export';
  readonly encounter: string;
  readonly at: number;
  readonly endOfCare: number;
  readonly level: number;
  readonly state: 'accepted' | 'quarantined' | 'refused';
  readonly due: string;
  readonly present: string;
  readonly broken: string;
  readonly identity: 0 | 1;
  readonly signed: 0 | 1;
  /** What the further indicators read (src/types/programme.ts). */
  readonly programme: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const VISIT = '["administrative","drug-orders","service-orders"]';
const VISIT_LESS = '["administrative","service-orders"]';
const STAY =
  '["administrative","admission","progress","discharge","drug-orders","service-orders","laboratory","imaging"]';
const STAY_LESS = '["administrative","admission","progress","drug-orders","service-orders","laboratory"]';

const CARE = {
  stay: '{"care":"other"}',
  visit: '{"care":"outpatient","drugs":true}',
  telehealth: '{"care":"telehealth"}',
};

/** mulberry32: the same records on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Year {
  readonly province: readonly Habit[];
  readonly encounters: number;
  readonly days: number;
  /** Nothing is received after it. */
  readonly now: number;
}

/** The facts of each day of receipt, in order, from the first day to today. */
export function* factsByDay({ province, encounters, days, now }: Year): Generator<readonly FactRow[]> {
  const random = createRandom(2_026);
  const today = startOfLocalDay(toLocalDay(now));
  const waiting = new Map<number, FactRow[]>();
  for (let back = days; back >= 0; back--) {
    const day = today - back * DAY_MS;
    for (const habit of province) {
      if (back >= habit.silentDays || habit.silentDays === 0)
        endEncounters(habit, day, encounters / days, random, waiting);
    }
    const received = (waiting.get(day) ?? []).filter(({ at }) => at <= now);
    waiting.delete(day);
    yield received.sort((a, b) => a.at - b.at);
  }
}

function endEncounters(
  { facility: { code }, share, week, missing }: Habit,
  day: number,
  perDay: number,
  random: () => number,
  waiting: Map<number, FactRow[]>,
): void {
  const weekday = new Date(day + DAY_MS / 2).getUTCDay();
  const whole = week.reduce((sum, weight) => sum + weight, 0);
  const count = Math.round((perDay * share * 7 * (week[weekday] ?? 0)) / whole + random() - 0.5);
  const date = toLocalDay(day).slice(2).replaceAll('-', '');
  for (let number = 0; number < count; number++) {
    const encounter = `${date}${String(number).padStart(5, '0')}`;
    const endOfCare = day + (7 + 10 * random()) * HOUR_MS;
    const isStay = random() < 0.15;
    const [due, less] = isStay ? [STAY, STAY_LESS] : [VISIT, VISIT_LESS];
    const identity = random() < 0.85 ? 1 : 0;
    const programme = isStay ? CARE.stay : visitOf(random());
    const common = { facility: code, encounter, endOfCare: Math.round(endOfCare), due, identity, programme } as const;
    receive(waiting, {
      ...common,
      ...{
        key: encounter,
        kind: 'claim',
        at: Math.round(endOfCare + delay(random, 0.8)),
        level: 0,
        present: '["administrative"]',
      },
      ...judged(random()),
      signed: 0,
    });
    if (random() < missing) continue;
    const level = random() < 0.3 ? 3 : 1;
    receive(waiting, {
      ...common,
      ...{ key: `emr-export/${encounter}`, kind: 'emr-export', at: Math.round(endOfCare + delay(random, 0.93)), level },
      ...{ present: random() < 0.96 ? due : less, ...judged(random()), signed: level === 3 ? 1 : 0 },
    });
  }
}

function visitOf(drawn: number): string {
  return drawn < 0.005 ? CARE.telehealth : CARE.visit;
}

/** Most within hours, some on the next days. */
function delay(random: () => number, quick: number): number {
  const drawn = random();
  if (drawn < quick) return (0.2 + 6 * random()) * HOUR_MS;
  return drawn < quick + (1 - quick) * 0.7 ? (18 + 20 * random()) * HOUR_MS : (2 + 5 * random()) * DAY_MS;
}

function judged(drawn: number): Pick<FactRow, 'state' | 'broken'> {
  if (drawn < 0.01) return { state: 'refused', broken: '["LT-B001"]' };
  if (drawn < 0.03) return { state: 'quarantined', broken: '["LT-B012"]' };
  return { state: 'accepted', broken: drawn < 0.1 ? '["LT-B020"]' : '[]' };
}

function receive(waiting: Map<number, FactRow[]>, fact: FactRow): void {
  const day = startOfLocalDay(toLocalDay(fact.at));
  const of = waiting.get(day);
  if (of === undefined) waiting.set(day, [fact]);
  else of.push(fact);
}
