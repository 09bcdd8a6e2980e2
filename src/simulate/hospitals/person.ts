import { createRandom, type Random } from './random.ts';
import { COMMUNES, type Commune } from './vocabulary/communes.ts';
import { type EthnicGroup, GROUPS_OF_AREA } from './vocabulary/ethnic-groups.ts';
import * as names from './vocabulary/names.ts';

/** An invented person. Nobody has such numbers: citizens' begin with 999, cards with XX, telephones with 0000. */
export interface Person {
  /** MA_BN */
  readonly number: string;
  readonly name: string;
  readonly sex: 'male' | 'female';
  readonly birth: { readonly year: number; readonly month: number; readonly day: number };
  /** Only the year is known of some old people. */
  readonly birthYearOnly: boolean;
  /** 12 digits, or '' when nobody asked. */
  readonly citizenNumber: string;
  /** Last 13 characters of the insurance card; '' without insurance. */
  readonly cardNumber: string;
  readonly telephone: string;
  readonly group: EthnicGroup;
  /** MA_NGHE_NGHIEP */
  readonly occupation: string;
  readonly commune: Commune;
  readonly hamlet: string;
  readonly bloodGroup: string;
}

/** What an illness asks of the person who has it. */
export interface PersonWanted {
  /** Youngest and oldest, in years. */
  readonly ages: readonly [number, number];
  readonly sex?: 'female';
  /** Calendar year of the encounter. */
  readonly year: number;
}

const BLOOD_GROUPS = ['O+', 'O+', 'O+', 'B+', 'B+', 'A+', 'A+', 'AB+'] as const;
const OCCUPATIONS = ['61110', '63100', '91110', '52210', '71110'] as const;
const NO_OCCUPATION = '00000';

/** The person with this number in a facility: the same number, wish and seed always give the same person. */
export function createPerson(facility: string, seed: string, ordinal: number, wanted: PersonWanted): Person {
  const random = createRandom(`${seed}/person/${ordinal}`);
  const commune = random.pick(COMMUNES);
  const group = random.weighted(GROUPS_OF_AREA[commune.area]);
  const sex = wanted.sex ?? random.pick(['male', 'female'] as const);
  const age = random.integer(...wanted.ages);
  return {
    number: `GL${facility}-${String(ordinal).padStart(5, '0')}`,
    name: nameOf(random, group, sex),
    sex,
    birth: { year: wanted.year - age, month: random.integer(1, 12), day: random.integer(1, 28) },
    birthYearOnly: age > 70 && random.chance(0.3),
    citizenNumber: random.chance(0.96) ? `999${random.digits(9)}` : '',
    cardNumber: random.chance(0.94) ? `${random.pick(['2', '3', '4', '4', '4'])}51999${random.digits(7)}` : '',
    telephone: `0000${random.digits(6)}`,
    group,
    occupation: age < 18 || age > 60 ? NO_OCCUPATION : random.pick(OCCUPATIONS),
    commune,
    hamlet: `${commune.name.startsWith('Phường') ? 'Tổ dân phố' : 'Thôn'} ${random.integer(1, 12)}`,
    bloodGroup: random.pick(BLOOD_GROUPS),
  };
}

function nameOf(random: Random, group: EthnicGroup, sex: 'male' | 'female'): string {
  if (group.naming === 'kon-tum') return `${sex === 'male' ? 'A' : 'Y'} ${random.pick(names.KON_TUM_GIVEN_NAMES)}`;
  const middle = random.pick(sex === 'male' ? names.MALE_MIDDLE_NAMES : names.FEMALE_MIDDLE_NAMES);
  if (group.naming === 'highland') {
    return `${random.pick(group.families)} ${sex === 'male' ? 'Văn' : 'Thị'} ${random.pick(names.HIGHLAND_GIVEN_NAMES)}`;
  }
  const given = random.pick(sex === 'male' ? names.MALE_GIVEN_NAMES : names.FEMALE_GIVEN_NAMES);
  return `${random.weighted(names.KINH_FAMILY_NAMES)} ${middle} ${given}`;
}
