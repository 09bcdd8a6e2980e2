import type { EpochMs } from '../../types/submission.ts';
import type { BedUse, DrugOrder, OrderTimes, ProgressNote, ResultValue, ServiceOrder, SupplyUse } from './encounter.ts';
import type { Practitioner } from './practitioner.ts';
import type { Random } from './random.ts';
import { BEDS, SUPPLIES, TREATMENTS } from './vocabulary/charges.ts';
import { DRUGS, type Drug } from './vocabulary/drugs.ts';
import type { Illness } from './vocabulary/illnesses.ts';
import { type LaboratoryTest, TESTS, type TestName } from './vocabulary/laboratory.ts';
import { EXAMINATIONS } from './vocabulary/readings.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What the orders of an encounter are made from. */
export interface CareCourse {
  readonly random: Random;
  readonly illness: Illness;
  readonly staff: readonly Practitioner[];
  readonly doctor: Practitioner;
  readonly arrivedAt: EpochMs;
  readonly admittedAt: EpochMs | null;
  readonly endedAt: EpochMs;
  readonly days: number;
}

/** An order for two days at a time until the day of leaving; one order for all days of a drug that is taken home. */
export function orderDrugs(course: CareCourse): readonly DrugOrder[] {
  const { admittedAt, days, illness } = course;
  const total = admittedAt === null ? days : days - 1;
  const step = admittedAt === null ? days : 2;
  return illness.drugs.flatMap((name) =>
    Array.from({ length: Math.ceil(total / step) }, (_, part) =>
      orderDrug(course, DRUGS[name], part * step, Math.min(step, total - part * step)),
    ),
  );
}

function orderDrug(
  { random, doctor, admittedAt, endedAt }: CareCourse,
  drug: Drug,
  day: number,
  days: number,
): DrugOrder {
  const quantity = Math.ceil(drug.perIntake * drug.intakesPerDay * days);
  if (admittedAt === null) {
    return { drug, days, quantity, orderedAt: endedAt - random.integer(5, 15) * MINUTE, givenAt: null, doctor };
  }
  const orderedAt = admittedAt + day * DAY + random.integer(10, 40) * MINUTE;
  return { drug, days, quantity, orderedAt, givenAt: orderedAt + random.integer(10, 45) * MINUTE, doctor };
}

/** Tests on the first day, the blood count of a stay once more before its end; then what is read, then treatments. */
export function orderServices(course: CareCourse): readonly ServiceOrder[] {
  const { random, illness, arrivedAt, admittedAt, endedAt } = course;
  const first = arrivedAt + random.integer(10, 25) * MINUTE;
  const again = endedAt - random.integer(20, 30) * 60 * MINUTE;
  const repeated = admittedAt !== null && illness.tests.includes('bloodCount');
  return [
    ...illness.tests.map((name) => orderTest(course, name, timesFrom(random, first, 30))),
    ...(repeated ? [orderTest(course, 'bloodCount', timesFrom(random, again, 30), true)] : []),
    ...illness.examinations.map(({ name, shows }): ServiceOrder => {
      const examination = EXAMINATIONS[name];
      const reading = shows ? examination.abnormal : examination.normal;
      return { kind: 'examination', examination, reading, times: timesFrom(random, first, 15), ...whoOf(course) };
    }),
    ...illness.treatments.map((name, index): ServiceOrder => {
      const treatment = TREATMENTS[name];
      const from = (admittedAt ?? arrivedAt) + (2 + index * 20) * 60 * MINUTE;
      return { kind: 'treatment', treatment, times: timesFrom(random, from, treatment.minutes), ...whoOf(course) };
    }),
  ];
}

/** Supplies by what they are for: one of each on the first day, syringes and sets for every day. */
export function useSupplies({ illness, admittedAt, arrivedAt, days }: CareCourse): readonly SupplyUse[] {
  const usedAt = (admittedAt ?? arrivedAt) + 30 * MINUTE;
  return illness.supplies.map((name, index) => ({
    supply: SUPPLIES[name],
    quantity: name === 'syringe' || name === 'infusionSet' ? days * 2 : 1,
    usedAt: usedAt + index * MINUTE,
  }));
}

/** The bed of a stay; the day of admission and the day of leaving count as half a day each. */
export function useBeds({ random, illness, admittedAt, endedAt, days }: CareCourse): readonly BedUse[] {
  if (admittedAt === null) return [];
  const bed = illness.kind === 'operation' ? BEDS.surgical : BEDS.medical;
  const number = `${random.pick(['H', 'H', 'T', 'C'])}${random.digits(3)}`;
  return [{ bed, number, days: days - 1 + 0.5 * random.integer(0, 1), from: admittedAt, to: endedAt }];
}

/** Notes spread over the course, the last one at its end; the report of an operation stands in the note after it. */
export function writeNotes(course: CareCourse): readonly ProgressNote[] {
  const { random, illness, arrivedAt, endedAt, doctor } = course;
  const first = arrivedAt + 30 * MINUTE;
  const last = endedAt - 20 * MINUTE;
  const report = illness.treatments.map((name) => TREATMENTS[name].report).find((text) => text !== '') ?? '';
  return illness.notes.map((text, index) => ({
    at: wholeMinute(first + ((last - first) * index) / Math.max(1, illness.notes.length - 1)),
    text: `${text} CSST<M${random.integer(72, 96)}_T${(random.integer(366, 378) / 10).toFixed(1)}_HA${random.integer(11, 14)}0/${random.integer(6, 8)}0_NT${random.integer(16, 20)}>`,
    operation: index === 1 ? report : '',
    author: doctor,
  }));
}

function orderTest(course: CareCourse, name: TestName, times: OrderTimes, healed = false): ServiceOrder {
  const test: LaboratoryTest = TESTS[name];
  const shift = healed ? undefined : course.illness.shift[name];
  return { kind: 'test', test, results: measure(course.random, test, shift), times, ...whoOf(course) };
}

/** An illness that raises a test moves its first value (white cells), one that lowers it the last (platelets). */
function measure(
  random: Random,
  { indexes }: LaboratoryTest,
  shift: 'high' | 'low' | undefined,
): readonly ResultValue[] {
  return indexes.map((index, position) => {
    const { low, high, decimals } = index;
    let value = low + (high - low) * (0.1 + 0.8 * random.next());
    if (shift === 'high' && position === 0) value = high * (1.15 + random.next());
    if (shift === 'low' && position === indexes.length - 1) value = low * (0.25 + 0.6 * random.next());
    return { index, value: value.toFixed(decimals) };
  });
}

function timesFrom(random: Random, from: EpochMs, minutes: number): OrderTimes {
  const orderedAt = wholeMinute(from) + random.integer(0, 5) * MINUTE;
  const doneAt = orderedAt + random.integer(5, 20) * MINUTE;
  return { orderedAt, doneAt, endedAt: doneAt + (minutes + random.integer(0, 10)) * MINUTE };
}

function whoOf({ random, doctor, staff }: CareCourse): {
  readonly doctor: Practitioner;
  readonly performer: Practitioner;
} {
  return { doctor, performer: random.pick(staff) };
}

function wholeMinute(instant: EpochMs): EpochMs {
  return Math.floor(instant / MINUTE) * MINUTE;
}
