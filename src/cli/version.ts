import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '../config/paths.ts';

/** Version of the program, from package.json. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(PATHS.root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
