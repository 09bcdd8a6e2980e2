import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CliIo } from './command.ts';
import { messageOf, OperationFailed } from './failures.ts';

/** Reads a JSON file that the user named; a byte order mark is passed over. Fails naming the file; what is inside is never repeated. */
export async function readJsonFile(file: string, io: Pick<CliIo, 'cwd'>): Promise<unknown> {
  const text = await readFile(resolve(io.cwd, file), 'utf8').catch((error: unknown) => {
    throw new OperationFailed(`${file} cannot be read: ${messageOf(error)}`);
  });
  try {
    return JSON.parse(withoutByteOrderMark(text)) as unknown;
  } catch {
    throw new OperationFailed(`${file} is not JSON`);
  }
}

/** The text after its byte order mark, which editors on Windows write. @source https://www.rfc-editor.org/rfc/rfc8259#section-8.1 */
export function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** True for a JSON object: no list, not null. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
