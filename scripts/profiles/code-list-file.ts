import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { codeSystemOf, type IdentifierSystems } from '../../src/fhir/identifier-systems.ts';
import type { Texts } from './bilingual.ts';

/** One period of a list. Days are `YYYY-MM-DD`; an open end is left out. Every scalar is text: `01` stays `01`. */
export interface CodeListVersion {
  readonly from?: string;
  readonly to?: string;
  readonly complete: 'true' | 'false';
  readonly codes: Readonly<Record<string, Texts>>;
}

/** A national code list, as mappings/codes has it. */
export interface CodeListFile {
  readonly list: string;
  readonly title: Required<Texts>;
  /** The decision that the list is from. */
  readonly source: string;
  /** How sure what is held here is; only `high` may be enforced. */
  readonly confidence: 'high' | 'medium' | 'low';
  readonly note?: Required<Texts>;
  /** Oldest first. */
  readonly versions: readonly CodeListVersion[];
}

/** Reads every list of mappings/codes, by name. */
export function readCodeListFiles(directory: string): CodeListFile[] {
  const files = readdirSync(directory).filter((name) => name.endsWith('.yaml'));
  return files
    .sort()
    .map((name) => parse(readFileSync(join(directory, name), 'utf8'), { schema: 'failsafe' }) as CodeListFile);
}

/** Last part of the canonicals of a list: `MA_NHOM` -> `ma-nhom`; where its code system is ours, that of its URI. */
export function slugOf(list: string, systems: IdentifierSystems): string {
  const own = `${systems.base}/CodeSystem/`;
  const uri = codeSystemOf(systems, list);
  return uri.startsWith(own) ? uri.slice(own.length) : list.toLowerCase().replaceAll('_', '-');
}

/** Whether a version holds every code of its list for certain: only then is a code that it does not hold wrong. */
export function isCertain({ confidence }: CodeListFile, { complete }: CodeListVersion): boolean {
  return confidence === 'high' && complete === 'true';
}

/**
 * How firmly a code from a list is bound: `required` where the list is certain and the same on every day, `preferred`
 * where none of it is held, else `extensible`.
 */
export function bindingStrengthOf(file: CodeListFile): 'required' | 'extensible' | 'preferred' {
  const { versions } = file;
  if (versions.every(({ codes }) => Object.keys(codes).length === 0)) return 'preferred';
  const [only, ...others] = versions;
  return only !== undefined && others.length === 0 && isCertain(file, only) ? 'required' : 'extensible';
}
