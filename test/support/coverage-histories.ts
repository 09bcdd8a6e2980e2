import fc from 'fast-check';
import type { Fact } from '../../src/types/measure.ts';
import type { Facility } from '../../src/types/registry.ts';

/** A small province and all its traffic, made to stand on the edges of the definitions. */
export interface History {
  readonly registry: readonly Facility[];
  readonly facts: readonly Fact[];
  readonly asOf: readonly string[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 2025-12-10 in Việt Nam, so that histories touch months of 28, 30 and 31 days and a change of year. */
const START = Date.parse('2025-12-10T00:00:00+07:00');
const DAYS = 125;
const SECTIONS = ['administrative', 'treatment', 'drug-orders', 'summary'];

type RecordFact = Extract<Fact, { type: 'record' }>;
type Unassigned<One extends Fact> = One extends Fact ? Omit<One, 'facility'> : never;

const day = fc.integer({ min: 0, max: DAYS }).map(toDay);
const someDay = fc.option(day, { nil: null });

/** Whole hours, midnights and the milliseconds beside them, written in any zone. */
const instant = fc
  .tuple(
    fc.integer({ min: -20, max: DAYS + 20 }),
    fc.constantFrom(0, 1, 12 * HOUR_MS, DAY_MS - 1),
    fc.constantFrom('+07:00', 'Z', '-05:00'),
  )
  .map(([days, inDay, zone]) => toInstant(START + days * DAY_MS + inDay, zone));

const sections = fc.subarray(SECTIONS);

/** Anything at all: re-sent, reopened, refused, late, from the future, for encounters of the routine or others. */
const strayRecord: fc.Arbitrary<Unassigned<RecordFact>> = fc.record({
  type: fc.constant('record' as const),
  encounter: fc.oneof(
    fc.integer({ min: 0, max: DAYS }).map((number) => `LK${number}-0`),
    fc.constantFrom('A', 'B', 'C'),
  ),
  at: instant,
  outcome: fc.constantFrom('accepted' as const, 'accepted' as const, 'quarantined' as const, 'refused' as const),
  source: fc.constantFrom('claim' as const, 'emr' as const, 'check-in' as const),
  endOfCare: fc.option(instant, { nil: null, freq: 4 }),
  level: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
  due: sections,
  present: sections,
  identity: fc.boolean(),
  signed: fc.boolean(),
});

/** The same; of those that came into quarantine some are released, at once or months later. */
const stray: fc.Arbitrary<Unassigned<RecordFact>> = fc
  .tuple(strayRecord, fc.option(fc.integer({ min: 0, max: 40 * 24 }), { freq: 3 }))
  .map(([record, hours]) => (record.outcome === 'quarantined' && hours !== null ? released(record, hours) : record));

/** As the store tells it: accepted, and since when. */
function released(record: Unassigned<RecordFact>, afterHours: number): Unassigned<RecordFact> {
  const at = Date.parse(record.at) + afterHours * HOUR_MS;
  return { ...record, outcome: 'accepted', releasedAt: toInstant(at, '+07:00') };
}

/** An encounter that is corrected: it ends elsewhere, perhaps in another month, is opened again, and ends once more. */
const corrected: fc.Arbitrary<readonly Unassigned<RecordFact>[]> = fc
  .tuple(fc.array(stray, { minLength: 2, maxLength: 4 }), fc.integer({ min: 0, max: DAYS }), fc.boolean())
  .map(([records, number, reopens]) =>
    records.map((record, place) => ({
      ...record,
      encounter: `LK${number}-0`,
      outcome: record.outcome === 'refused' ? 'accepted' : record.outcome,
      endOfCare: reopens && place === 1 ? null : record.endOfCare,
    })),
  );

/** A facility that works, the same every day, but for a gap and a flaw or two. Days are counted from `START`. */
interface Routine {
  readonly from: number;
  readonly to: number;
  /** Encounters a day. */
  readonly perDay: number;
  /** Every seventh day, from this one. */
  readonly closedOn: number | null;
  readonly claims: boolean;
  readonly emr: boolean;
  readonly signsIn: boolean;
  /** From end of care to the receipt of the EMR; 24 is the last that is on time. */
  readonly lagHours: number;
  /** Each so many days the EMR comes 40 hours later than usual; 10 leaves just 90 % on time. */
  readonly lateEvery: number;
  /** All EMR are sent at once, on the last day. */
  readonly burst: boolean;
  readonly missing: readonly string[];
  /** Days without EMR, enough or not to break what was proven. */
  readonly gap: { readonly from: number; readonly days: number };
  /** Days whose EMR come into quarantine, and how many days later they are released; null: never. */
  readonly held: { readonly from: number; readonly days: number; readonly releasedAfter: number | null };
}

const routine: fc.Arbitrary<Routine> = fc.record({
  from: fc.constantFrom(0, 0, 1, 12, 25),
  to: fc.constantFrom(60, 85, DAYS, DAYS, DAYS),
  perDay: fc.constantFrom(1, 1, 2),
  closedOn: fc.option(fc.integer({ min: 0, max: 6 }), { nil: null }),
  claims: fc.constantFrom(true, true, true, false),
  emr: mostly(true, false),
  signsIn: mostly(true, false),
  lagHours: fc.constantFrom(0, 5, 24, 24, 24.001),
  lateEvery: fc.constantFrom(1_000, 1_000, 1_000, 10, 8),
  burst: mostly(false, true),
  missing: mostly<readonly string[]>([], ['summary']),
  gap: fc.record({ from: fc.integer({ min: 28, max: DAYS }), days: fc.integer({ min: 0, max: 4 }) }),
  held: fc.record({
    from: fc.integer({ min: 28, max: DAYS }),
    days: fc.constantFrom(0, 0, 0, 1, 6),
    releasedAfter: fc.option(fc.constantFrom(0, 1, 7, 31), { nil: null, freq: 5 }),
  }),
});

function mostly<Value>(usual: Value, rare: Value): fc.Arbitrary<Value> {
  return fc.constantFrom(usual, usual, usual, usual, usual, rare);
}

/** A facility without a flaw that lapses once, after it can be proven, and comes back. */
const comeback: fc.Arbitrary<Routine> = routine.map((plan) => ({
  ...plan,
  ...{ from: 0, to: DAYS, perDay: 1, closedOn: null, claims: true, emr: true, signsIn: true },
  ...{ lagHours: 5, lateEvery: 1_000, burst: false, missing: [], gap: { from: 31, days: 4 } },
  held: { from: 0, days: 0, releasedAfter: null },
}));

function routineFacts(plan: Routine): readonly Unassigned<Fact>[] {
  const facts: Unassigned<Fact>[] = [];
  for (let number = plan.from; number <= plan.to; number += 1) {
    const morning = START + number * DAY_MS + 8 * HOUR_MS;
    if (plan.signsIn) facts.push({ type: 'sign-in', at: toInstant(morning, 'Z') });
    if (number % 7 === plan.closedOn) continue;
    for (let one = 0; one < plan.perDay; one += 1) facts.push(...encounterFacts(plan, number, one));
  }
  return facts;
}

function encounterFacts(plan: Routine, number: number, one: number): readonly Unassigned<RecordFact>[] {
  const end = START + number * DAY_MS + (9 + one) * HOUR_MS;
  const base = {
    type: 'record',
    encounter: `LK${number}-${one}`,
    outcome: 'accepted',
    endOfCare: toInstant(end, '+07:00'),
    identity: one === 0,
    signed: false,
  } as const;
  const claim = {
    ...base,
    at: toInstant(end + HOUR_MS, 'Z'),
    source: 'claim',
    level: 0,
    due: [],
    present: [],
  } as const;
  const inGap = number >= plan.gap.from && number < plan.gap.from + plan.gap.days;
  const lagHours = plan.lagHours + (number % plan.lateEvery === plan.lateEvery - 1 ? 40 : 0);
  const at = plan.burst ? START + plan.to * DAY_MS + 20 * HOUR_MS : end + lagHours * HOUR_MS;
  const emr = {
    ...base,
    at: toInstant(at, '+07:00'),
    source: 'emr',
    level: 1,
    due: SECTIONS,
    present: SECTIONS.filter((section) => !plan.missing.includes(section)),
  } as const;
  const isHeld = number >= plan.held.from && number < plan.held.from + plan.held.days;
  const kept = isHeld ? hold(emr, plan.held.releasedAfter) : emr;
  return [...(plan.claims ? [claim] : []), ...(plan.emr && !inGap ? [kept] : [])];
}

function hold(record: Unassigned<RecordFact>, releasedAfter: number | null): Unassigned<RecordFact> {
  const held = { ...record, outcome: 'quarantined' as const };
  return releasedAfter === null ? held : released(held, releasedAfter * 24);
}

const statistics = fc.option(
  fc
    .tuple(
      fc.constantFrom(0, 1, 15, 31, 45, 60),
      fc.subarray(['2025-11', '2025-12', '2026-01', '2026-02', '2026-03', '2026-04'], { minLength: 4 }),
    )
    .map(([value, months]) => Object.fromEntries(months.map((month, number) => [month, value + number]))),
  { nil: {}, freq: 2 },
);

const scopeDecision = fc.record({
  from: someDay,
  value: fc.constantFrom('yes' as const, 'yes' as const, 'no' as const, 'undecided' as const),
  reason: fc.constant('test'),
});

function facilityHistory(code: string): fc.Arbitrary<FacilityHistory> {
  const facility = fc.record({
    code: fc.constant(code),
    name: fc.constant(`Cơ sở ${code}`),
    cohort: fc.constantFrom('hospital' as const, 'other' as const),
    ownership: fc.constant('public'),
    level: fc.constant('commune'),
    commune: fc.constant('Xã Thử'),
    openFrom: fc.option(day, { nil: null, freq: 2 }),
    openTo: fc.option(day, { nil: null, freq: 2 }),
    scope: fc.array(scopeDecision, { maxLength: 3 }),
    announced: fc.option(fc.constantFrom(0, 5, 20, 29, 60).map(toDay), { nil: null, freq: 3 }),
    statistics,
  });
  const signIns = fc.array(
    instant.map((at) => ({ type: 'sign-in' as const, at })),
    { maxLength: 4 },
  );
  const facts = fc
    .tuple(
      fc.option(fc.oneof({ weight: 5, arbitrary: routine }, { weight: 1, arbitrary: comeback }), { freq: 6 }),
      fc.oneof(fc.constant([]), fc.array(stray, { maxLength: 6 })),
      fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: corrected }),
      signIns,
    )
    .map(([plan, ...others]) => [...(plan === null ? [] : routineFacts(plan)), ...others.flat()]);
  return fc
    .record({ facility, facts })
    .map((made) => ({ facility: made.facility, facts: made.facts.map((fact) => ({ ...fact, facility: code })) }));
}

type FacilityHistory = { readonly facility: Facility; readonly facts: readonly Fact[] };

/** The second facility is merged into the third, which opens on the day after; what was sent stays where it was sent. */
function merge(all: readonly FacilityHistory[], lastDay: string | null): readonly FacilityHistory[] {
  if (lastDay === null) return all;
  const nextDay = new Date(Date.parse(`${lastDay}T12:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  const changes = [{}, { openTo: lastDay, mergedInto: '99003' }, { openFrom: nextDay, openTo: null }];
  return all.map((one, place) => ({ ...one, facility: { ...one.facility, ...changes[place] } }));
}

/** Random histories of up to three facilities over 125 days; the facts come in no order at all. */
export function histories(): fc.Arbitrary<History> {
  return fc
    .record({
      facilities: fc.tuple(facilityHistory('99001'), facilityHistory('99002'), facilityHistory('99003')),
      unregistered: fc.array(stray, { maxLength: 2 }),
      merger: fc.option(day, { nil: null, freq: 2 }),
      asOf: fc.tuple(
        fc.oneof(fc.integer({ min: 27, max: 32 }), fc.integer({ min: 30, max: DAYS + 10 })).map(toDay),
        fc.integer({ min: 105, max: DAYS }).map(toDay),
      ),
      count: fc.constantFrom(0, 1, 2, 3, 3, 3, 3),
      turn: fc.nat(1_000),
    })
    .map(({ facilities, unregistered, merger, asOf, count, turn }) => {
      const kept = merge(facilities, merger).slice(0, count);
      const facts = [
        ...kept.flatMap((one) => one.facts),
        ...unregistered.map((fact) => ({ ...fact, facility: '99999' })),
      ];
      const cut = facts.length === 0 ? 0 : turn % facts.length;
      return {
        registry: kept.map((one) => one.facility),
        facts: [...facts.slice(cut), ...facts.slice(0, cut)],
        asOf,
      };
    });
}

function toDay(number: number): string {
  return new Date(START + 7 * HOUR_MS + number * DAY_MS).toISOString().slice(0, 10);
}

function toInstant(epochMs: number, zone: string): string {
  const offset = zone === 'Z' ? 0 : Number(zone.slice(0, 3));
  const local = new Date(Math.round(epochMs) + offset * HOUR_MS).toISOString();
  return zone === 'Z' ? local : local.replace('Z', zone);
}
