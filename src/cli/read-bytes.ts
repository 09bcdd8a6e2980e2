import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CliIo } from './command.ts';
import { messageOf, OperationFailed } from './failures.ts';

/** The bytes of a file. Fails (OperationFailed) when it cannot be read. */
export function readBytes(file: string, { cwd }: Pick<CliIo, 'cwd'>): Buffer {
  try {
    return readFileSync(resolve(cwd, file));
  } catch (error) {
    throw new OperationFailed(`${file} cannot be read: ${messageOf(error)}`);
  }
}
