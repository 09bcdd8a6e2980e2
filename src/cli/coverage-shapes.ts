import { Ajv, type ValidateFunction } from 'ajv';
import { parseDay } from '../measure/days.ts';
import type { Fact } from '../types/measure.ts';
import type { Facility } from '../types/registry.ts';
import { type Kind, needOf } from './coverage-needs.ts';
import { COVERAGE_WORDS } from './coverage-words.ts';
import type { Language } from './language.ts';

const DAY_OR_NONE = { type: ['string', 'null'], format: 'day', default: null };
const INSTANT = { type: 'string', format: 'instant' };
const WORD = { type: 'string', minLength: 1 };
const SECTIONS = { type: 'array', items: { type: 'string' }, default: [] };
const FLAG = { type: 'boolean', default: false };
const TEXT = { type: 'string', default: '' };

const SCOPE_DECISION = {
  type: 'object',
  required: ['value'],
  properties: { from: DAY_OR_NONE, value: { enum: ['yes', 'no', 'undecided'] }, reason: TEXT },
};

/** What the computation reads of a facility. The form of codes is free here: the files may be another province's. */
const FACILITY = {
  type: 'object',
  required: ['code', 'cohort'],
  properties: {
    code: WORD,
    cohort: { enum: ['hospital', 'other'] },
    openFrom: DAY_OR_NONE,
    openTo: DAY_OR_NONE,
    scope: { type: 'array', default: [], items: SCOPE_DECISION },
    announced: DAY_OR_NONE,
    statistics: { type: 'object', default: {}, additionalProperties: { type: 'number', minimum: 0 } },
    name: TEXT,
    ownership: TEXT,
    level: TEXT,
    commune: TEXT,
  },
};

const SIGN_IN = { type: 'object', required: ['facility', 'at'], properties: { facility: WORD, at: INSTANT } };

const RECORD = {
  type: 'object',
  required: ['facility', 'encounter', 'at', 'outcome', 'source', 'level'],
  properties: {
    facility: WORD,
    encounter: WORD,
    at: INSTANT,
    outcome: { enum: ['accepted', 'quarantined', 'refused'] },
    releasedAt: INSTANT,
    source: { enum: ['claim', 'emr', 'check-in'] },
    endOfCare: { ...INSTANT, type: ['string', 'null'], default: null },
    level: { enum: [0, 1, 2, 3] },
    due: SECTIONS,
    present: SECTIONS,
    identity: FLAG,
    signed: FLAG,
  },
};

/** What the registry tells beside that, so that an export of the gateway's own raises no warning (src/types/registry.ts). */
const PARTICULARS = [
  ...['gln', 'formerNames', 'kind', 'services', 'position', 'mergedInto', 'announcement', 'hisVendor', 'contacts'],
];

/** Names of the fields that are known of each thing in a file. */
export const KNOWN_FIELDS = {
  facility: [...Object.keys(FACILITY.properties), ...PARTICULARS],
  scope: [...Object.keys(SCOPE_DECISION.properties), 'by', 'decidedOn'],
  'sign-in': ['type', ...Object.keys(SIGN_IN.properties)],
  record: ['type', ...Object.keys(RECORD.properties)],
} as const;

/** ISO 8601 with seconds and offset. */
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Checks that fill in what is left out as unknown. */
export function createShapes() {
  const ajv = new Ajv({ useDefaults: true, allowUnionTypes: true });
  ajv.addFormat('day', (text) => parseDay(text) !== undefined).addFormat('instant', isInstant);
  return {
    facility: ajv.compile<Facility>(FACILITY),
    'sign-in': ajv.compile<Extract<Fact, { type: 'sign-in' }>>(SIGN_IN),
    record: ajv.compile<Extract<Fact, { type: 'record' }>>(RECORD),
  };
}

function isInstant(text: string): boolean {
  return ISO_INSTANT.test(text) && parseDay(text.slice(0, 10)) !== undefined && !Number.isNaN(Date.parse(text));
}

/** Names the first field that is wrong, and what it must be; never the value. */
export function describeFault({ errors }: Pick<ValidateFunction, 'errors'>, kind: Kind, language: Language): string {
  const { instancePath = '', params = {} } = errors?.[0] ?? {};
  const words = COVERAGE_WORDS[language];
  const path = instancePath.split('/').slice(1).map(pointerStep);
  const { missingProperty }: { missingProperty?: string } = params;
  if (missingProperty !== undefined) path.push(missingProperty);
  const field = path.length === 0 ? words.whole : path.join('.');
  const need = needOf(kind, path)[language];
  return missingProperty === undefined ? words.mustBe(field, need) : words.missing(field, need);
}

/** A step of a JSON Pointer. @source https://www.rfc-editor.org/rfc/rfc6901#section-3 */
function pointerStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
