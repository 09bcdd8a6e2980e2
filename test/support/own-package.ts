import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '../../src/config/paths.ts';
import type { Issue } from '../../src/types/issue.ts';

/** A FHIR resource as JSON. */
export type Content = Readonly<Record<string, unknown>>;

/** JSON of a file of profiles/. */
export function readOwn(...path: readonly string[]): Content {
  return JSON.parse(readFileSync(join(PATHS.profiles, ...path), 'utf8')) as Content;
}

/** Every definition of the package, of one resource type, by file name. */
export function ownDefinitions(resourceType: string): readonly (readonly [file: string, definition: Content])[] {
  const files = readdirSync(PATHS.profiles).filter((name) => name.startsWith(`${resourceType}-`));
  return files.map((name) => [name, readOwn(name)]);
}

/** Profiles on resource types: what a resource can claim to conform to. */
export function ownProfiles(): readonly Content[] {
  return ownDefinitions('StructureDefinition').flatMap(([, one]) => (one['kind'] === 'resource' ? [one] : []));
}

/** What a text is about: the key of a constraint, the name of a slice. */
const SUBJECT = /^The (?:constraint|slice) ([\w:.-]+)/;

/** Issues as `LT-V022 Patient.identifier`, `LT-V030 Patient lt-pat-1`, `LT-V039 Patient.identifier cccd`. */
export function briefOf(issues: readonly Issue[]): string[] {
  return issues.map(({ rule, expression, text }) => {
    const subject = SUBJECT.exec(text.en)?.[1];
    return `${rule.id} ${expression}${subject === undefined ? '' : ` ${subject}`}`;
  });
}

/** Those that hold a record back. */
export function errorsOf(issues: readonly Issue[]): readonly Issue[] {
  return issues.filter(({ rule }) => rule.severity === 'error' || rule.severity === 'fatal');
}
