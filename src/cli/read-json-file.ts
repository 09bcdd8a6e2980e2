import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CliIo } from './command.ts';
import { messageOf, OperationFailed } from './failures.ts';

/** Reads a JSON file that the user named. Fails naming the file; what is inside is never repeated. */
export async function readJsonFile(file: string, io: Pick<CliIo, 'cwd'>): Promise<unknown> {
  const text = await readFile(resolve(io.cwd, file), 'utf8').catch((error: unknown) => {
    throw new OperationFailed(`${file} cannot be read: ${messageOf(error)}`);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new OperationFailed(`${file} is not JSON`);
  }
}

/** True for a JSON object: no list, not null. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
