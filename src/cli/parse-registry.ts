import { Ajv, type ErrorObject } from 'ajv';
import type { Facility } from '../types/registry.ts';
import { OperationFailed } from './failures.ts';
import { isJsonObject } from './read-json-file.ts';

/** Mã CSKCB (5 characters) or GLN (13 digits). @source QĐ 384/QĐ-BYT 2019; GS1 General Specifications */
const FACILITY_CODE = /^(?:[0-9A-Z]{5}|\d{13})$/;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** At most so many problems are told at once. */
const MAX_PROBLEMS = 20;

const NULLABLE_DAY = { type: ['string', 'null'], format: 'day', default: null };
const TEXT = { type: 'string', maxLength: 500, default: '' };

/** The contract's `--registry` shape; what is left out counts as unknown. */
const FACILITY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['code', 'name', 'cohort'],
  properties: {
    code: { type: 'string', format: 'facility-code' },
    name: { type: 'string', minLength: 1, maxLength: 500 },
    cohort: { enum: ['hospital', 'other'] },
    ownership: TEXT,
    level: TEXT,
    commune: TEXT,
    openFrom: NULLABLE_DAY,
    openTo: NULLABLE_DAY,
    scope: {
      type: 'array',
      default: [],
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['from', 'value'],
        properties: { from: NULLABLE_DAY, value: { enum: ['yes', 'no', 'undecided'] }, reason: TEXT },
      },
    },
    announced: NULLABLE_DAY,
    statistics: {
      type: 'object',
      default: {},
      propertyNames: { pattern: '^\\d{4}-(?:0[1-9]|1[0-2])$' },
      additionalProperties: { type: 'integer', minimum: 0 },
    },
  },
};

/** True for a facility code as the registry takes it: 5 characters (digits, A-Z) or 13 digits. */
export function isFacilityCode(text: string): boolean {
  return FACILITY_CODE.test(text);
}

/** True for a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const time = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Parses a facility registry in the contract's shape. Fails (OperationFailed) unless every entry is right, naming
 * each wrong entry by its position and code; unknown members are refused, as a misspelt one would be lost.
 */
export function parseRegistry(registry: unknown, source: string): readonly Facility[] {
  if (!Array.isArray(registry)) throw new OperationFailed(`${source} is not a JSON array of facilities`);
  const ajv = new Ajv({ allErrors: true, useDefaults: true, allowUnionTypes: true });
  ajv.addFormat('day', isDay).addFormat('facility-code', isFacilityCode);
  const isFacility = ajv.compile<Facility>(FACILITY_SCHEMA);
  const positions = new Map<string, number>();
  const problems = registry.flatMap((entry: unknown, index) => {
    const found = isFacility(entry) ? [] : (isFacility.errors ?? []).map(describeError);
    const code = codeOf(entry);
    const first = code === undefined ? undefined : positions.get(code);
    if (code !== undefined && first === undefined) positions.set(code, index + 1);
    const twice = first === undefined ? [] : [`has the code of entry ${first}`];
    return [...found, ...twice].map(
      (problem) => `entry ${index + 1}${code === undefined ? '' : ` (${code})`}: ${problem}`,
    );
  });
  if (problems.length > 0) throw new OperationFailed(describeProblems(source, problems));
  return registry as Facility[];
}

function codeOf(entry: unknown): string | undefined {
  const code = isJsonObject(entry) ? entry['code'] : undefined;
  return typeof code === 'string' && isFacilityCode(code) ? code : undefined;
}

function describeError({ instancePath, message = 'is wrong', params }: ErrorObject): string {
  const path = instancePath.slice(1).replaceAll('/', '.');
  const words = params as { additionalProperty?: string; allowedValues?: readonly string[] };
  const detail = words.additionalProperty ?? words.allowedValues?.join(', ');
  return [path, message].filter((part) => part !== '').join(' ') + (detail === undefined ? '' : `: ${detail}`);
}

function describeProblems(source: string, problems: readonly string[]): string {
  const shown = problems.slice(0, MAX_PROBLEMS).map((problem) => `\n  ${problem}`);
  const more = problems.length > MAX_PROBLEMS ? `\n  … and ${problems.length - MAX_PROBLEMS} more` : '';
  return `${source}: nothing was imported${shown.join('')}${more}`;
}
