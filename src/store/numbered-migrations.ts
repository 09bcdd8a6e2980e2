import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreSchemaError } from './store-error.ts';

export interface Migration {
  /** From 1, without gaps: the number before the `-` of the file name. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hex. */
  readonly checksum: string;
}

/** A migration that made a store. */
export interface AppliedMigration {
  readonly version: number;
  readonly checksum: string;
}

/** Reads numbered SQL files. Throws when the numbers have a gap: a file is missing from the installation. */
export function readMigrations(directory: string): readonly Migration[] {
  const files = readdirSync(directory).filter((file) => file.endsWith('.sql'));
  return files.sort().map((name, index) => {
    const version = Number(name.split('-')[0]);
    if (version !== index + 1) throw new Error(`migration ${index + 1} is missing from ${directory}`);
    const sql = readFileSync(join(directory, name), 'utf8');
    return { version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * The migrations that a store still needs. Refuses with StoreSchemaError a store that a newer program made, or whose
 * migrations are not those of this program.
 * @param store its name for the operator, without secrets
 */
export function missingMigrations(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
  store: string,
): readonly Migration[] {
  for (const { version, checksum } of applied) {
    const migration = known[version - 1];
    if (migration === undefined) {
      throw new StoreSchemaError(
        `the store ${store} is of version ${applied.length}, this program knows ${known.length}: use a newer program`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new StoreSchemaError(`migration ${migration.name} is not the one that made the store ${store}`);
    }
  }
  return known.slice(applied.length);
}
