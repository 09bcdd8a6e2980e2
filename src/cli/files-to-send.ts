import { readdir, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { CliIo } from './command.ts';
import { messageOf, OperationFailed } from './failures.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.xml': 'application/xml',
  '.json': 'application/fhir+json',
  '.ndjson': 'application/fhir+ndjson',
};

/**
 * Files below the given paths, in order of their names: a file as given, a folder with every `.xml` and `.json` file
 * in it and its folders (hidden ones and links left out). Fails (OperationFailed) when a path cannot be read.
 */
export async function listFiles(paths: readonly string[], io: Pick<CliIo, 'cwd'>): Promise<readonly string[]> {
  const lists = await Promise.all(
    paths.map(async (path) => {
      try {
        const found = await stat(resolve(io.cwd, path));
        return found.isDirectory() ? await walk(path, io) : [path];
      } catch (error) {
        throw new OperationFailed(`${path} cannot be read: ${messageOf(error)}`);
      }
    }),
  );
  return [...new Set(lists.flat())];
}

async function walk(folder: string, io: Pick<CliIo, 'cwd'>): Promise<readonly string[]> {
  const entries = await readdir(resolve(io.cwd, folder), { withFileTypes: true });
  const visible = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
  const lists = await Promise.all(
    visible.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return walk(path, io);
      return entry.isFile() && typeOfName(path) !== undefined ? [path] : [];
    }),
  );
  return lists.flat();
}

function typeOfName(path: string): string | undefined {
  return TYPES[extname(path).toLowerCase()];
}

/** Media type by the file's ending, else by its first sign: `<` is XML, everything else JSON. */
export function mediaTypeOf(file: string, bytes: Buffer): string {
  const start = bytes.toString('utf8', 0, 256).replace(/^[\uFEFF\s]+/, '');
  return typeOfName(file) ?? (start.startsWith('<') ? 'application/xml' : 'application/fhir+json');
}
