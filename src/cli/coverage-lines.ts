import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { JsonPlaces } from '../fhir/json/json-places.ts';
import { JsonScanner } from '../fhir/json/json-scanner.ts';
import type { CliIo } from './command.ts';
import { COVERAGE_WORDS } from './coverage-words.ts';
import { messageOf, OperationFailed } from './failures.ts';
import type { Language } from './language.ts';

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');
const NO_LIMITS = { maxDepth: 1_000, maxNodes: 2 ** 31, maxNames: 2 ** 31, maxStringLength: 2 ** 31 };

/** One line with its number, from 1. */
interface Line {
  readonly number: number;
  readonly bytes: Buffer;
}

/**
 * The lines of a file that hold something, as JSON; a byte order mark is passed over. Fails (OperationFailed) naming the line
 * that is not UTF-8 or not JSON; what it says is never repeated.
 */
export async function* readJsonLines(
  file: string,
  { cwd }: Pick<CliIo, 'cwd'>,
  language: Language,
): AsyncGenerator<{ readonly line: number; readonly value: unknown }> {
  const words = COVERAGE_WORDS[language];
  try {
    for await (const { number, bytes } of linesOf(resolve(cwd, file))) {
      const content = number === 1 ? withoutMark(bytes) : bytes;
      const place = words.line(file, number);
      if (!isUtf8(content)) throw new OperationFailed(`${place}: ${words.notUtf8}`);
      const text = content.toString('utf8');
      if (text.trim() !== '') yield { line: number, value: parse(text, () => `${place}: ${words.notJson('')}`) };
    }
  } catch (error) {
    if (error instanceof OperationFailed) throw error;
    throw new OperationFailed(words.unreadable(file, messageOf(error)));
  }
}

/** A whole file as JSON. Fails (OperationFailed) naming the line that is not UTF-8, or line and column of what is no JSON. */
export async function readJsonWhole(file: string, { cwd }: Pick<CliIo, 'cwd'>, language: Language): Promise<unknown> {
  const words = COVERAGE_WORDS[language];
  const lines: Buffer[] = [];
  try {
    for await (const { number, bytes } of linesOf(resolve(cwd, file))) {
      if (!isUtf8(bytes)) throw new OperationFailed(`${words.line(file, number)}: ${words.notUtf8}`);
      lines.push(number === 1 ? withoutMark(bytes) : bytes, Buffer.of(LINE_FEED));
    }
  } catch (error) {
    if (error instanceof OperationFailed) throw error;
    throw new OperationFailed(words.unreadable(file, messageOf(error)));
  }
  const bytes = Buffer.concat(lines);
  return parse(bytes.toString('utf8'), () => {
    const fault = findFault(bytes);
    return `${file} ${words.notJson(fault === null ? '' : words.position(fault.line, fault.column))}`;
  });
}

/** Lines end with LF or CR LF; the last one may end with the file. */
async function* linesOf(path: string): AsyncGenerator<Line> {
  let number = 0;
  let open: Buffer[] = [];
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      number += 1;
      const rest = chunk.subarray(start, end);
      yield { number, bytes: open.length === 0 ? rest : Buffer.concat([...open, rest]) };
      open = [];
      start = end + 1;
    }
    if (start < chunk.length) open.push(chunk.subarray(start));
  }
  if (open.length > 0) yield { number: number + 1, bytes: Buffer.concat(open) };
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? bytes.subarray(BYTE_ORDER_MARK.length)
    : bytes;
}

function parse(text: string, describe: () => string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new OperationFailed(describe());
  }
}

/** Where the grammar is broken; null when something else is told of first that JSON.parse does not mind. */
function findFault(bytes: Buffer): { readonly line: number; readonly column: number } | null {
  const scanner = new JsonScanner(bytes, NO_LIMITS);
  scanner.scan();
  return scanner.fault?.reason === 'syntax' ? new JsonPlaces(bytes).position(scanner.fault.offset) : null;
}
