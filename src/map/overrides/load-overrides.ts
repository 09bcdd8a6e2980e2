import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Ajv, type SchemaObject } from 'ajv';
import { parse } from 'yaml';
import type { FacilityCode } from '../../types/submission.ts';
import { compileOverrides, type OverrideVocabulary } from './compile-override.ts';
import type { Override } from './override.ts';
import { type OverrideFile, parseOverrideFile } from './override-file.ts';

/** Overrides of all facilities. */
export interface Overrides {
  /** Those of a facility that hold on a day of receipt (`YYYY-MM-DD`), in the order of its file. */
  of(facility: FacilityCode, day: string): readonly Override[];
  /** Editions that were loaded, for the log. */
  readonly editions: readonly string[];
}

/** Reads the file of one facility. Refuses as `loadOverrides` does. */
export type ReadOverrides = (file: string) => readonly Override[];

const DIGEST_LENGTH = 8;
const NONE: readonly Override[] = Object.freeze([]);

/** A reader of override files, by their schema and by the forms and code lists there are. */
export function createOverrideReader(schemaFile: string, vocabulary: OverrideVocabulary): ReadOverrides {
  const check = new Ajv({ allErrors: false, strict: false }).compile<OverrideFile>(
    parse(readFileSync(schemaFile, 'utf8')) as SchemaObject,
  );
  return (file) => {
    try {
      const text = readFileSync(file, 'utf8');
      const read = parseOverrideFile(text, check);
      const { facility } = read.content;
      if (basename(file) !== `${facility}.yaml`)
        throw new Error(`${read.placeOf(['facility'])}: the file of ${facility} must be named ${facility}.yaml`);
      return compileOverrides(read, hash('sha256', text).slice(0, DIGEST_LENGTH), vocabulary);
    } catch (error) {
      throw new Error(`overrides ${file}: ${(error as Error).message}`);
    }
  };
}

/**
 * Reads the overrides of a folder: every `*.yaml` is the file of one facility, named after it.
 * Refuses (throws, one line: file, place, what is wrong) a folder or file that cannot be read and what `parseOverrideFile`
 * and `compileOverrides` refuse: an override with a mistake must not start.
 */
export function loadOverrides(folder: string, read: ReadOverrides): Overrides {
  const byFacility = new Map<FacilityCode, readonly Override[]>();
  for (const name of yamlFiles(folder)) {
    const overrides = read(join(folder, name));
    byFacility.set(basename(name, '.yaml'), overrides);
  }
  return {
    of: (facility, day) => byFacility.get(facility)?.filter(({ from, to }) => from <= day && day <= to) ?? NONE,
    editions: [...byFacility.values()].flatMap(([first]) => (first === undefined ? [] : [first.edition])),
  };
}

function yamlFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort();
  } catch {
    throw new Error(`overrides: the folder ${folder} cannot be read`);
  }
}
