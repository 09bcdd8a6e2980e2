import type { Fact } from '../types/measure.ts';
import type { Facility } from '../types/registry.ts';
import type { CliIo } from './command.ts';
import { readJsonLines, readJsonWhole } from './coverage-lines.ts';
import { createShapes, describeFault, KNOWN_FIELDS } from './coverage-shapes.ts';
import { createUnknownFields } from './coverage-unknown.ts';
import { COVERAGE_WORDS } from './coverage-words.ts';
import { OperationFailed } from './failures.ts';
import type { Language } from './language.ts';
import { isJsonObject } from './read-json-file.ts';

/** What a file holds, and what may be a mistake in it. */
export interface FromFile<Content> {
  readonly content: readonly Content[];
  readonly warnings: readonly string[];
}

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/**
 * Reads a registry in the contract's shape; what is left out counts as unknown. Fails (OperationFailed) at the first
 * entry that is wrong, naming its place and the way out, and at a code that stands twice. Warns of fields that nobody reads
 * and of facilities that close before they open.
 */
export async function readRegistryFile(
  file: string,
  io: Pick<CliIo, 'cwd'>,
  language: Language,
): Promise<FromFile<Facility>> {
  const words = COVERAGE_WORDS[language];
  const registry = await readJsonWhole(file, io, language);
  if (!Array.isArray(registry)) throw new OperationFailed(`${file} ${words.notList}`);
  const { facility: isFacility } = createShapes();
  const entries = new Map<string, number>();
  const unknown = createUnknownFields();
  const warnings: string[] = [];
  const content = registry.map((entry: unknown, index) => {
    const fail = (problem: string) => failure(words.entry(file, index + 1), problem);
    if (!isFacility(entry)) throw fail(describeFault(isFacility, 'facility', language));
    const wrongKey = Object.keys(entry.statistics).find((key) => !MONTH.test(key));
    if (wrongKey !== undefined) throw fail(words.notMonth(JSON.stringify(wrongKey)));
    const first = entries.get(entry.code);
    if (first !== undefined) throw fail(words.twice(entry.code, first));
    entries.set(entry.code, index + 1);
    unknown.note(entry, KNOWN_FIELDS.facility);
    for (const decision of entry.scope) unknown.note(decision, KNOWN_FIELDS.scope, 'scope.');
    const { openFrom, openTo } = entry;
    if (openFrom !== null && openTo !== null && openTo < openFrom) {
      warnings.push(`${words.entry(file, index + 1)}: ${words.closedBeforeOpen(entry.code)}`);
    }
    return entry;
  });
  return { content, warnings: [...warnings, ...unknown.warnings(file, language)] };
}

/**
 * Reads facts, one a line. Fails (OperationFailed) at the first line that is wrong, naming line, field and the way out; also
 * when a record was released that was refused, or before it was received. Warns of fields that nobody reads.
 */
export async function readFactsFile(file: string, io: Pick<CliIo, 'cwd'>, language: Language): Promise<FromFile<Fact>> {
  const words = COVERAGE_WORDS[language];
  const shapes = createShapes();
  const unknown = createUnknownFields();
  const content: Fact[] = [];
  for await (const { line, value } of readJsonLines(file, io, language)) {
    const fail = (problem: string) => failure(words.line(file, line), problem);
    const type = isJsonObject(value) ? value['type'] : undefined;
    if (type !== 'sign-in' && type !== 'record') throw fail(words.notFact);
    const isFact = shapes[type];
    if (!isFact(value)) throw fail(describeFault(isFact, 'fact', language));
    if (value.type === 'record' && value.releasedAt !== undefined) {
      if (value.outcome === 'refused') throw fail(words.refusedReleased);
      if (Date.parse(value.releasedAt) < Date.parse(value.at)) throw fail(words.releasedTooEarly);
    }
    unknown.note(value, KNOWN_FIELDS[type]);
    content.push(value);
  }
  return { content, warnings: unknown.warnings(file, language) };
}

/** Keys and codes of a file may hold control characters. */
function failure(place: string, problem: string): OperationFailed {
  return new OperationFailed(`${place}: ${problem}`.replace(/\p{Cc}/gu, '?'));
}
