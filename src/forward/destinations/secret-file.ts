import { readFile } from 'node:fs/promises';

/** The secret that a file holds, without white space around it; undefined when the file cannot be read or holds none. */
export async function readSecret(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim() || undefined;
  } catch {
    return undefined;
  }
}
