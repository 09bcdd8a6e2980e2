import type { RecordKind } from '../types/submission.ts';
import { dailyTime } from './schema-parts.ts';

/**
 * For how long what is kept. The periods of TT 33/2025/TT-BYT: records of in- and outpatients 10 years, of mental illness and of
 * accidents 20, of deaths and transplants 30, health certificates 2, health books 10 years after death. A kind of record does not tell
 * which of 10, 20 and 30 years one of its records needs, so the longest is the default; what the circular does not name, or what
 * runs from a day that the gateway does not know, is kept for ever until the operator writes a number.
 */
const YEARS = {
  claim: 30,
  'check-in': 10,
  'health-check': 2,
  document: 30,
  'death-notice': 30,
  'birth-certificate': null,
  'health-book': null,
  prescription: 10,
  'emr-export': 30,
  fhir: 30,
} as const satisfies Readonly<Record<RecordKind, number | null>>;

/** `retention`, as it stands in the file. */
export const RETENTION_SCHEMA = {
  type: 'object',
  description: 'years, messageDays, versionYears and dailyAt',
  additionalProperties: false,
  default: {},
  properties: {
    years: {
      type: 'object',
      description: `years by kind of record: ${Object.keys(YEARS).join(', ')}`,
      additionalProperties: false,
      default: {},
      properties: Object.fromEntries(Object.entries(YEARS).map(([kind, years]) => [kind, yearsOrEver(years)])),
    },
    messageDays: {
      type: 'integer',
      minimum: 1,
      maximum: 36_500,
      default: 90,
      description: 'a whole number of days from 1 to 36500, for example 90',
    },
    // Of versions the circular says nothing: each is kept as long as its record.
    versionYears: yearsOrEver(null),
    dailyAt: dailyTime(null),
  },
} as const;

function yearsOrEver(years: number | null) {
  return {
    type: ['integer', 'null'],
    minimum: 1,
    maximum: 100,
    default: years,
    description: 'a whole number of years from 1 to 100, or null for ever',
  } as const;
}
