import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { Cover, Encounter, VitalSigns } from './encounter.ts';
import { type CareCourse, orderDrugs, orderServices, useBeds, useSupplies, writeNotes } from './orders.ts';
import { createPerson, type Person } from './person.ts';
import { createStaff } from './practitioner.ts';
import { createRandom, type Random } from './random.ts';
import { type CareKind, ILLNESSES, type Illness } from './vocabulary/illnesses.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const STAFF_SIZE = 14;
/** Patients of a facility for each illness: some come back. */
const PATIENTS_PER_ILLNESS = 400;

export interface EncounterWanted {
  readonly facility: FacilityCode;
  readonly seed: string;
  /** Number of the encounter in this facility, from 1. */
  readonly ordinal: number;
  /** Care ended at this instant or up to six hours before it. */
  readonly now: EpochMs;
  readonly kinds: readonly CareKind[];
}

/** The encounter with this number: the same wish always gives the same encounter. */
export function createEncounter({ facility, seed, ordinal, now, kinds }: EncounterWanted): Encounter {
  const random = createRandom(`${seed}/encounter/${ordinal}`);
  const kind = random.pick(kinds);
  const choices = ILLNESSES.map((illness, index) => ({ illness, index })).filter(
    ({ illness }) => illness.kind === kind,
  );
  const { illness, index } = random.pick(choices);
  const year = new Date(now).getUTCFullYear();
  const patient = index * PATIENTS_PER_ILLNESS + random.integer(1, PATIENTS_PER_ILLNESS);
  const person = createPerson(facility, seed, patient, {
    ages: illness.ages,
    year,
    ...(illness.sex === undefined ? {} : { sex: illness.sex }),
  });
  const course = createCourse(random, illness, createStaff(seed, STAFF_SIZE), now);
  const { arrivedAt, admittedAt, endedAt, days, doctor } = course;
  const cover = chooseCover(random, person, illness);
  const referredTo = illness.kind === 'stay' && random.chance(0.03) ? '99001' : '';
  return {
    key: `GL${facility}${tagOf(seed)}${String(ordinal).padStart(6, '0')}`,
    facility,
    person,
    illness,
    otherDiagnoses: illness.others.filter(() => random.chance(0.7)),
    cover,
    arrivedAt,
    admittedAt,
    endedAt,
    days: admittedAt === null && illness.kind === 'visit' ? 1 : days,
    vitalSigns: takeVitalSigns(random, person, year),
    doctor,
    drugs: orderDrugs(course),
    services: orderServices(course),
    supplies: useSupplies(course),
    beds: useBeds(course),
    notes: writeNotes(course),
    outcome: illness.kind === 'course' ? '2' : random.pick(['1', '2', '2']),
    referredFrom: cover.route === '1.3' ? '99011' : '',
    referredTo: referredTo === facility ? '' : referredTo,
  };
}

function createCourse(random: Random, illness: Illness, staff: CareCourse['staff'], now: EpochMs): CareCourse {
  const endedAt = Math.floor(now / MINUTE) * MINUTE - random.integer(10, 360) * MINUTE;
  const days = random.integer(...illness.days);
  const stays = illness.kind === 'stay' || illness.kind === 'operation';
  const arrivedAt = stays
    ? endedAt - (days - 1) * DAY - random.integer(60, 240) * MINUTE
    : endedAt - random.integer(120, 240) * MINUTE;
  const admittedAt = stays ? arrivedAt + random.integer(20, 55) * MINUTE : null;
  return { random, illness, staff, doctor: random.pick(staff), arrivedAt, admittedAt, endedAt, days };
}

function chooseCover(random: Random, person: Person, { kind }: Illness): Cover {
  if (person.cardNumber === '') return { route: '9', benefit: 0, aid: false, secondCard: false };
  const emergency = kind === 'operation' && random.chance(0.6);
  const benefits = { '2': 100, '3': 95, '4': 80 } as const;
  const benefit = benefits[person.cardNumber.charAt(0) as keyof typeof benefits];
  return {
    route: emergency ? '2' : random.pick(['1.1', '1.1', '1.1', '1.3', '1.5']),
    benefit,
    aid: benefit === 100 && random.chance(0.5),
    secondCard: kind === 'stay' && random.chance(0.05),
  };
}

function takeVitalSigns(random: Random, { sex, birth }: Person, year: number): VitalSigns {
  const age = year - birth.year;
  const grown = sex === 'male' ? random.integer(500, 760) : random.integer(430, 650);
  const weight = age < 16 ? 80 + age * 26 + random.integer(-15, 25) : grown;
  return {
    systolic: random.integer(100, 150),
    diastolic: random.integer(60, 92),
    pulse: random.integer(66, 110),
    temperature: random.integer(366, 391) / 10,
    weight: weight / 10,
  };
}

/** Four characters that keep the keys of two seeds apart. */
function tagOf(seed: string): string {
  return createRandom(`${seed}/tag`).integer(0, 0xffff).toString(16).padStart(4, '0').toUpperCase();
}
