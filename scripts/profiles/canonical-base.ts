import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An absolute http(s) URL without query, fragment, trailing slash, or letters that JSON would escape. */
const BASE = /^https?:\/\/[a-z0-9.-]+(?::\d+)?(?:\/[A-Za-z0-9._~-]+)*$/;

/**
 * Puts another canonical base in place of the one in identifiers.json, in every JSON file of a profiles folder:
 * identifiers, package.json, StructureDefinitions, examples. Gives the files that changed.
 * Refuses (throws) a base that is not an absolute http or https URL, or ends with a slash.
 */
export function setCanonicalBase(directory: string, base: string): string[] {
  if (!BASE.test(base)) throw new Error(`not an absolute URL without a trailing slash: ${base}`);
  const { base: current } = JSON.parse(readFileSync(join(directory, 'identifiers.json'), 'utf8')) as { base: string };
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  return files.sort().filter((name) => replaceIn(join(directory, name), current, base));
}

/** Replaces whole bases only: `https://a.example/fhir` is not part of `https://a.example/fhir2`. */
function replaceIn(file: string, current: string, base: string): boolean {
  const text = readFileSync(file, 'utf8');
  const replaced = text.split(current).reduce((done, rest) => `${done}${/^["/|]/.test(rest) ? base : current}${rest}`);
  if (replaced === text) return false;
  writeFileSync(file, replaced);
  return true;
}
