import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Ajv, type ValidateFunction } from 'ajv';
import { parseDay } from '../measure/days.ts';
import type { Fact } from '../types/measure.ts';
import type { Facility } from '../types/registry.ts';
import type { CliIo } from './command.ts';
import { messageOf, OperationFailed } from './failures.ts';
import { isJsonObject, readJsonFile, withoutByteOrderMark } from './read-json-file.ts';

const DAY_OR_NONE = { type: ['string', 'null'], format: 'day', default: null };
const INSTANT = { type: 'string', format: 'instant' };
const WORD = { type: 'string', minLength: 1 };
const SECTIONS = { type: 'array', items: { type: 'string' }, default: [] };
const FLAG = { type: 'boolean', default: false };
const TEXT = { type: 'string', default: '' };

/** What the computation reads of a facility. The form of codes is free here: the files may be another province's. */
const FACILITY = {
  type: 'object',
  required: ['code', 'cohort'],
  properties: {
    code: WORD,
    cohort: { enum: ['hospital', 'other'] },
    openFrom: DAY_OR_NONE,
    openTo: DAY_OR_NONE,
    scope: {
      type: 'array',
      default: [],
      items: {
        type: 'object',
        required: ['value'],
        properties: { from: DAY_OR_NONE, value: { enum: ['yes', 'no', 'undecided'] }, reason: TEXT },
      },
    },
    announced: DAY_OR_NONE,
    statistics: { type: 'object', default: {}, additionalProperties: { type: 'number', minimum: 0 } },
    name: TEXT,
    ownership: TEXT,
    level: TEXT,
    commune: TEXT,
  },
};

const FACTS = {
  'sign-in': { type: 'object', required: ['facility', 'at'], properties: { facility: WORD, at: INSTANT } },
  record: {
    type: 'object',
    required: ['facility', 'encounter', 'at', 'outcome', 'source', 'level'],
    properties: {
      facility: WORD,
      encounter: WORD,
      at: INSTANT,
      outcome: { enum: ['accepted', 'quarantined', 'refused'] },
      source: { enum: ['claim', 'emr', 'check-in'] },
      endOfCare: { ...INSTANT, type: ['string', 'null'], default: null },
      level: { enum: [0, 1, 2, 3] },
      due: SECTIONS,
      present: SECTIONS,
      identity: FLAG,
      signed: FLAG,
    },
  },
};

/** ISO 8601 with seconds and offset. */
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads a registry in the contract's shape; what is left out counts as unknown. Fails (OperationFailed) at the first
 * entry that is wrong, naming its position, and at a code that stands twice.
 */
export async function readRegistryFile(file: string, io: Pick<CliIo, 'cwd'>): Promise<readonly Facility[]> {
  const registry = await readJsonFile(file, io);
  if (!Array.isArray(registry)) throw new OperationFailed(`${file} is not a JSON array of facilities`);
  const isFacility = createAjv().compile<Facility>(FACILITY);
  const codes = new Set<string>();
  return registry.map((entry: unknown, index) => {
    const place = `${file} entry ${index + 1}`;
    if (!isFacility(entry)) throw new OperationFailed(`${place}: ${describe(isFacility)}`);
    if (codes.has(entry.code)) throw new OperationFailed(`${place}: its code stands twice`);
    codes.add(entry.code);
    return entry;
  });
}

/**
 * Reads facts, one a line; a byte order mark is passed over. Fails (OperationFailed) at the first line that is wrong,
 * naming line and field.
 */
export async function readFactsFile(file: string, io: Pick<CliIo, 'cwd'>): Promise<readonly Fact[]> {
  const ajv = createAjv();
  const checks = { 'sign-in': ajv.compile<Fact>(FACTS['sign-in']), record: ajv.compile<Fact>(FACTS.record) };
  const facts: Fact[] = [];
  let line = 0;
  for await (const text of linesOf(file, io)) {
    line += 1;
    if (text.trim() === '') continue;
    const fact = parseLine(line === 1 ? withoutByteOrderMark(text) : text);
    const type = isJsonObject(fact) ? fact['type'] : undefined;
    if (type !== 'sign-in' && type !== 'record') {
      throw new OperationFailed(`${file} line ${line}: not a JSON object of type sign-in or record`);
    }
    const isFact = checks[type];
    if (!isFact(fact)) throw new OperationFailed(`${file} line ${line}: ${describe(isFact)}`);
    facts.push(fact);
  }
  return facts;
}

async function* linesOf(file: string, { cwd }: Pick<CliIo, 'cwd'>): AsyncGenerator<string> {
  try {
    yield* createInterface({
      input: createReadStream(resolve(cwd, file), 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    });
  } catch (error) {
    throw new OperationFailed(`${file} cannot be read: ${messageOf(error)}`);
  }
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function createAjv(): Ajv {
  const ajv = new Ajv({ useDefaults: true, allowUnionTypes: true });
  return ajv.addFormat('day', (text) => parseDay(text) !== undefined).addFormat('instant', isInstant);
}

function isInstant(text: string): boolean {
  return ISO_INSTANT.test(text) && parseDay(text.slice(0, 10)) !== undefined && !Number.isNaN(Date.parse(text));
}

/** Names the field and what it must be; never the value. */
function describe({ errors }: ValidateFunction): string {
  const { instancePath = '', message = 'is wrong', params = {} } = errors?.[0] ?? {};
  const field = instancePath.slice(1).replaceAll('/', '.');
  const { allowedValues }: { allowedValues?: readonly unknown[] } = params;
  return `${field} ${message}${allowedValues === undefined ? '' : `: ${allowedValues.join(', ')}`}`.trim();
}
