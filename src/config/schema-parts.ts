/** Parts of the file's JSON Schema. Each `description` ends the sentence "write …" of a refusal. */

/** A whole number with its range and its default. */
export function integer(minimum: number, maximum: number, value: number) {
  return {
    type: 'integer',
    minimum,
    maximum,
    default: value,
    description: `a whole number from ${minimum} to ${maximum}, for example ${value}`,
  } as const;
}

/** A text of a sentence. */
export function text(description: string) {
  return { type: 'string', minLength: 1, maxLength: 100, description } as const;
}

/** A calendar day, `YYYY-MM-DD`. */
export function day(standard: string) {
  return {
    type: 'string',
    pattern: '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])$',
    default: standard,
    description: `a day, for example ${standard}`,
  } as const;
}

/** The path of a file that may be left out. */
export function optionalPath(description: string) {
  return { type: ['string', 'null'], minLength: 1, default: null, description } as const;
}

/** The path of a file or folder that has to be there. */
export function path(description: string) {
  return { type: 'string', minLength: 1, maxLength: 1_000, description } as const;
}

/** A web address that has to be there; `checkUrl` does the rest. */
export function address(description: string) {
  return { type: 'string', minLength: 1, maxLength: 2_000, description } as const;
}

/** A web address that may be left out. */
export function optionalAddress(description: string) {
  return { type: ['string', 'null'], minLength: 1, maxLength: 2_000, default: null, description } as const;
}

/** The path of a call below a base address. */
export function callPath(standard: string) {
  return {
    type: 'string',
    maxLength: 500,
    pattern: '^/[^?#\\s]*$',
    default: standard,
    description: `a path that begins with /, for example ${standard}`,
  } as const;
}

/** The same of a call that a receiver may not have. */
export function optionalCallPath(standard: string | null, example: string) {
  return {
    type: ['string', 'null'],
    maxLength: 500,
    pattern: '^/[^?#\\s]*$',
    default: standard,
    description: `a path that begins with /, for example ${example}, or null`,
  } as const;
}

/** Code of a facility, as pattern of a JSON Schema: 5 characters (mã CSKCB) or 13 digits (GLN). */
export const FACILITY_CODE = '^(?:[0-9A-Za-z]{5}|[0-9]{13})$';

/** One facility code. */
export const facilityCode = {
  type: 'string',
  pattern: FACILITY_CODE,
  description: 'the code of a facility in quotation marks: 5 characters (mã CSKCB) or 13 digits (GLN)',
} as const;

/** Something of each facility, by its code. */
export function byFacility<S extends object>(value: S, description: string) {
  return {
    type: 'object',
    patternProperties: { [FACILITY_CODE]: value },
    additionalProperties: false,
    default: {},
    description,
  } as const;
}

/** A time of day; `24:00` is the end of a day. */
export const timeOfDay = {
  type: 'string',
  pattern: '^(?:(?:[01]\\d|2[0-3]):[0-5]\\d|24:00)$',
  description: 'a time in quotation marks, for example "22:30"',
} as const;

/** When a gateway does something once a day by itself; null: never. */
export function dailyTime(standard: string | null) {
  return {
    type: ['string', 'null'],
    pattern: '^(?:[01]\\d|2[0-3]):[0-5]\\d$',
    default: standard,
    description: 'a time in quotation marks, for example "02:30", or null',
  } as const;
}

/** Days of the week, 1 Monday to 7 Sunday. */
export const daysOfWeek = {
  type: 'array',
  uniqueItems: true,
  maxItems: 7,
  items: { type: 'integer', minimum: 1, maximum: 7, description: 'days of the week, 1 (Monday) to 7 (Sunday)' },
  description: 'a list of days of the week, 1 (Monday) to 7 (Sunday)',
} as const;
