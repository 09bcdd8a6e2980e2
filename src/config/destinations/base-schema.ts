import type { DeadlineRule } from '../../types/destination-config.ts';
import type { RecordKind } from '../../types/submission.ts';
import { daysOfWeek, facilityCode, integer, optionalAddress, timeOfDay } from '../schema-parts.ts';

/** Every kind of record. */
export const ALL_RECORDS: readonly RecordKind[] = [
  'claim',
  'check-in',
  'health-check',
  'document',
  'death-notice',
  'birth-certificate',
  'health-book',
  'prescription',
  'emr-export',
  'fhir',
];

/** A deadline that ships for a kind of destination, with the text that sets it. */
export interface SourcedDeadline extends DeadlineRule {
  readonly source: string;
}

/** What is to know of a kind of destination before any is configured. */
export interface KindOfDestination {
  /** What it can take; a filter chooses among these. */
  readonly records: readonly RecordKind[];
  /** Deadlines that hold when the configuration names none. */
  readonly deadlines: readonly SourcedDeadline[];
  readonly schema: object;
}

interface KindParts {
  readonly kind: string;
  readonly records: readonly RecordKind[];
  readonly deadlines?: readonly SourcedDeadline[];
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, object>>;
}

/** A kind of destination from what is its own; what every destination has is added. */
export function kindOfDestination({
  kind,
  records,
  deadlines = [],
  required,
  properties,
}: KindParts): KindOfDestination {
  return {
    records,
    deadlines,
    schema: {
      type: 'object',
      description: 'a destination with id and kind',
      additionalProperties: false,
      required: ['id', 'kind', ...required],
      properties: {
        id: {
          type: 'string',
          pattern: '^[a-z][a-z0-9-]{0,31}$',
          description: 'a short name of small letters, digits and hyphens, for example "province"',
        },
        kind: { const: kind },
        ...properties,
        ...commonProperties(records, deadlines),
      },
    },
  };
}

function commonProperties(records: readonly RecordKind[], deadlines: readonly SourcedDeadline[]) {
  return {
    concurrency: integer(1, 256, 8),
    ratePerSecond: {
      type: ['number', 'null'],
      minimum: 0.01,
      maximum: 10_000,
      default: null,
      description: 'a number from 0.01 to 10000, or null for as fast as it goes',
    },
    timeoutMs: integer(100, 600_000, 30_000),
    retry: {
      type: 'object',
      description: 'keys and values',
      additionalProperties: false,
      default: {},
      properties: {
        firstDelayMs: integer(1, 60_000, 1_000),
        maxDelayMs: integer(1, 86_400_000, 900_000),
        maxAttempts: integer(1, 10_000, 50),
        maxRetryAfterMs: integer(0, 86_400_000, 3_600_000),
      },
    },
    filter: filterSchema(records),
    maintenance: {
      type: 'array',
      maxItems: 50,
      default: [],
      description: 'a list of windows, each with from, to and perhaps days',
      items: {
        type: 'object',
        description: 'a window with from, to and perhaps days',
        additionalProperties: false,
        required: ['from', 'to'],
        properties: { days: { ...daysOfWeek, default: [] }, from: timeOfDay, to: timeOfDay },
      },
    },
    deadlines: {
      type: 'array',
      maxItems: 50,
      default: deadlines.map(({ records: due, hours, of }) => ({ records: due, hours, of })),
      description: 'a list of deadlines, each with records and hours',
      items: {
        type: 'object',
        description: 'a deadline with records and hours',
        additionalProperties: false,
        required: ['records', 'hours'],
        properties: {
          records: { ...listOfRecords(records), minItems: 1 },
          hours: {
            type: 'number',
            exclusiveMinimum: 0,
            maximum: 8_784,
            description: 'hours: a number above 0, at most 8784',
          },
          of: {
            type: 'string',
            enum: ['clock', 'working'],
            default: 'clock',
            description: 'clock or working',
          },
        },
      },
    },
    reconciliationUrl: optionalAddress('the address of its account of a day (docs/reconciliation.md), or null'),
  };
}

function filterSchema(records: readonly RecordKind[]) {
  return {
    type: 'object',
    description: 'keys and values',
    additionalProperties: false,
    default: {},
    properties: {
      records: { ...listOfRecords(records), type: ['array', 'null'], default: null },
      facilities: {
        type: ['array', 'null'],
        uniqueItems: true,
        items: facilityCode,
        default: null,
        description: 'a list of facility codes, or null for all',
      },
      exceptFacilities: {
        type: 'array',
        uniqueItems: true,
        items: facilityCode,
        default: [],
        description: 'a list of facility codes',
      },
      labels: {
        type: 'array',
        uniqueItems: true,
        items: { type: 'string', enum: ['R', 'V'], description: 'R or V' },
        default: [],
        description: 'a list of R and V',
      },
      consent: {
        type: 'string',
        enum: ['required', 'not-asked'],
        default: 'not-asked',
        description: 'required or not-asked',
      },
    },
  };
}

function listOfRecords(records: readonly RecordKind[]) {
  return {
    type: 'array',
    uniqueItems: true,
    items: { type: 'string', enum: records, description: `of what this kind can take: ${records.join(', ')}` },
    description: `a list of what this kind can take: ${records.join(', ')}`,
  };
}
