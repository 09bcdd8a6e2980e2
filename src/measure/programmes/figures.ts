import type { Bilingual } from '../../types/issue.ts';
import type { ProgrammeFigure, ProgrammeId, ProgrammeSettings, ProgrammeShare } from '../../types/programme.ts';
import type { Facility } from '../../types/registry.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { type Counts, compare } from './counts.ts';
import { DEFINITIONS } from './definitions.ts';
import type { Residents } from './residents.ts';

/** What was counted of a period, as known at its end. */
export interface PeriodCounts {
  readonly facilities: ReadonlyMap<FacilityCode, Readonly<Counts>>;
  readonly residents: Residents;
}

export interface FigureParts {
  readonly settings: ProgrammeSettings;
  readonly registry: readonly Facility[];
  /** Last day of the period. */
  readonly to: string;
}

type Numbers = Pick<ProgrammeFigure, 'numerator' | 'denominator' | 'untold' | 'also' | 'byFacility' | 'byCommune'>;
type Compute = (counted: PeriodCounts, parts: FigureParts) => Numbers;

/** Numerator, denominator, records that tell too little: names of counts. */
type Named = readonly [numerator: string, denominator: string, untold?: string];

const DRIVER_CHECKS: Bilingual = { vi: 'Hồ sơ khám sức khỏe lái xe tiếp nhận', en: 'Driver checks accepted' };
const DOSES: Bilingual = { vi: 'Mũi tiêm tiếp nhận (không loại trùng)', en: 'Doses accepted (not made distinct)' };

const COMPUTE: Readonly<Record<ProgrammeId, Compute>> = {
  'health-book': (counted, parts) => ofResidents('book', counted, parts),
  'e-prescription': sumOf('prescriptions', 'withDrugs'),
  'driver-check': ofDriverChecks,
  'birth-certificate': sumOf('birthsOnTime', 'births', 'birthsUntold'),
  'death-notice': sumOf('deathsOnTime', 'deaths', 'deathsUntold'),
  'health-check': sumOf('checksOnTime', 'checks', 'checksUntold'),
  identity: sumOf('identified', 'encounters'),
  telehealth: sumOf('telehealth', 'encounters'),
  immunisation: (counted, parts) => ({
    ...ofResidents('vaccination', counted, parts),
    also: [{ name: DOSES, count: counted.residents.province['doses'] ?? 0 }],
  }),
};

/**
 * All indicators of a period.
 * @param counted null: the period is not counted (yet), and nothing is known of it
 */
export function computeFigures(counted: PeriodCounts | null, parts: FigureParts): readonly ProgrammeFigure[] {
  return DEFINITIONS.map(({ id, name, definition }) => {
    const numbers = counted === null ? UNKNOWN : COMPUTE[id](counted, parts);
    const { numerator, denominator } = numbers;
    const target = parts.settings.targets[id];
    return { id, name, definition, target, ...numbers, share: shareOf(numerator, denominator) };
  });
}

const UNKNOWN: Numbers = {
  numerator: null,
  denominator: null,
  untold: null,
  also: [],
  byFacility: [],
  byCommune: [],
};

/** Null where a number is unknown, and of nothing. */
export function shareOf(numerator: number | null, denominator: number | null): number | null {
  return numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;
}

function share(numerator: number, denominator: number | null): ProgrammeShare {
  return { numerator, denominator, share: shareOf(numerator, denominator) };
}

function sumOf(...[numerator, denominator, untold]: Named): Compute {
  return ({ facilities }) => {
    const sum = (name: string) => [...facilities.values()].reduce((total, counts) => total + (counts[name] ?? 0), 0);
    const told = [...facilities].filter(([, counts]) => (counts[numerator] ?? 0) + (counts[denominator] ?? 0) > 0);
    return {
      numerator: sum(numerator),
      denominator: sum(denominator),
      untold: untold === undefined ? 0 : sum(untold),
      also: [],
      byFacility: told
        .toSorted(([a], [b]) => compare(a, b))
        .map(([facility, counts]) => ({ facility, ...share(counts[numerator] ?? 0, counts[denominator] ?? 0) })),
      byCommune: [],
    };
  };
}

/** Of whom a commune outside the configured ones is told lives elsewhere, and is not counted. */
function ofResidents(
  what: 'book' | 'vaccination',
  { residents: { province, facilities, communes } }: PeriodCounts,
  { settings: { population } }: FigureParts,
): Numbers {
  const known = Object.keys(population.communes);
  const isResident = (commune: string) => known.length === 0 || commune === '' || known.includes(commune);
  const here = Object.entries(communes).filter(([commune]) => isResident(commune));
  const told = here.filter(([commune, counts]) => commune !== '' && (counts[what] ?? 0) > 0);
  const named = known.length === 0 ? told.map(([commune]) => commune) : known;
  return {
    numerator: here.reduce((sum, [, counts]) => sum + (counts[what] ?? 0), 0),
    denominator: population.total,
    untold: province[`${what}Untold`] ?? 0,
    also: [],
    // A facility has no population.
    byFacility: Object.keys(facilities)
      .filter((facility) => (facilities[facility]?.[what] ?? 0) > 0)
      .toSorted(compare)
      .map((facility) => ({ facility, ...share(facilities[facility]?.[what] ?? 0, null) })),
    byCommune: named.toSorted(compare).map((commune) => ({
      commune,
      ...share(communes[commune]?.[what] ?? 0, population.communes[commune] ?? null),
    })),
  };
}

/** Nobody said who announced: then nothing is known of the share. */
function ofDriverChecks({ facilities }: PeriodCounts, { settings, registry, to }: FigureParts): Numbers {
  const open = new Set(registry.filter((facility) => isOpen(facility, to)).map(({ code }) => code));
  const announced = settings.driverChecks
    .filter(({ facility, from, to: until }) => from <= to && (until === null || until >= to) && open.has(facility))
    .map(({ facility }) => facility)
    .toSorted(compare);
  const checksOf = (facility: FacilityCode) => facilities.get(facility)?.['driverChecks'] ?? 0;
  const isKnown = settings.driverChecks.length > 0;
  return {
    numerator: isKnown ? announced.filter((facility) => checksOf(facility) > 0).length : null,
    denominator: isKnown ? announced.length : null,
    untold: 0,
    also: [
      {
        name: DRIVER_CHECKS,
        count: [...facilities.keys()].reduce((sum, facility) => sum + checksOf(facility), 0),
      },
    ],
    byFacility: announced.map((facility) => ({ facility, ...share(checksOf(facility) > 0 ? 1 : 0, 1) })),
    byCommune: [],
  };
}

function isOpen({ openFrom, openTo }: Facility, day: string): boolean {
  return (openFrom === null || openFrom <= day) && (openTo === null || openTo >= day);
}
