import { isCalendarDay } from '../fhir/local-time.ts';
import type { ProgrammeId, ProgrammeSettings } from '../types/programme.ts';
import { ConfigError } from './config-error.ts';
import { facilityCode } from './schema-parts.ts';

/**
 * Targets of the documents: health book of all residents (plan 07/KH-UBND of 09/01/2026, task 34), 100 % of the facilities that
 * announced driver checks and 80 % of encounters with a number (conclusions of the health department of 13/04/2023). Papers and
 * checks have to be in time always (NĐ 301/2026, QĐ 2062/QĐ-BYT). For the others no document names a figure.
 */
const TARGETS = {
  'health-book': 1,
  'e-prescription': null,
  'driver-check': 1,
  'birth-certificate': 1,
  'death-notice': 1,
  'health-check': 1,
  identity: 0.8,
  telehealth: null,
  immunisation: null,
} as const satisfies Readonly<Record<ProgrammeId, number | null>>;

const people = {
  type: 'integer',
  minimum: 1,
  maximum: 1_000_000_000,
  description: 'a whole number of people',
} as const;
const dayOf = (type: 'string' | readonly ['string', 'null'], description: string) => ({ type, description }) as const;

/** `programmes`, as it stands in the file. */
export const PROGRAMMES_SCHEMA = {
  type: 'object',
  description: 'targets, population and driverChecks',
  additionalProperties: false,
  default: {},
  properties: {
    targets: {
      type: 'object',
      description: `targets from 0 to 1 by indicator: ${Object.keys(TARGETS).join(', ')}`,
      additionalProperties: false,
      default: {},
      properties: Object.fromEntries(Object.entries(TARGETS).map(([id, standard]) => [id, target(standard)])),
    },
    population: {
      type: 'object',
      description: 'total and communes',
      additionalProperties: false,
      default: {},
      properties: {
        total: {
          ...people,
          type: ['integer', 'null'],
          default: null,
          description: 'a whole number of people, or null when it is not known',
        },
        communes: {
          type: 'object',
          patternProperties: { '^[0-9]{5}$': people },
          additionalProperties: false,
          default: {},
          description: 'residents by code of the commune in quotation marks, for example { "21001": 12000 }',
        },
      },
    },
    driverChecks: {
      type: 'array',
      maxItems: 1_000,
      default: [],
      description: 'a list of facilities that announced health checks of drivers',
      items: {
        type: 'object',
        description: 'a facility with the day of its announcement: facility, from, to',
        additionalProperties: false,
        required: ['facility', 'from'],
        properties: {
          facility: facilityCode,
          from: dayOf('string', 'a day, for example 2026-01-15'),
          to: { ...dayOf(['string', 'null'], 'the last day, for example 2026-12-31, or null'), default: null },
        },
      },
    },
  },
} as const;

function target(standard: number | null) {
  return {
    type: ['number', 'null'],
    minimum: 0,
    maximum: 1,
    default: standard,
    description: 'a share from 0 to 1, for example 0.8, or null for no target',
  } as const;
}

/** Refuses (ConfigError) what is no day, an end before its beginning, a facility twice, and communes with more people than all. */
export function checkProgrammes({ population, driverChecks }: ProgrammeSettings): void {
  const seen = new Set<string>();
  for (const [index, { facility, from, to }] of driverChecks.entries()) {
    const place = `driverChecks[${index}]`;
    if (!isCalendarDay(from)) refuse(`${place}.from is no day`, 'write for example 2026-01-15');
    if (to !== null && !isCalendarDay(to)) refuse(`${place}.to is no day`, 'write for example 2026-12-31, or null');
    if (to !== null && to < from) refuse(`${place} ends before it begins`, 'write a day from its beginning on');
    if (seen.has(facility)) refuse(`${place} names a facility for the second time`, 'write it once');
    seen.add(facility);
  }
  const inCommunes = Object.values(population.communes).reduce((sum, people) => sum + people, 0);
  if (population.total !== null && inCommunes > population.total)
    refuse('population.communes has more people than population.total', 'mend the numbers');
}

function refuse(problem: string, remedy: string): never {
  throw new ConfigError('LT_CONFIG', `programmes.${problem}`, remedy);
}
