import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../../src/config/paths.ts';
import { createValidator } from '../../../../src/validate/validator.ts';
import { DOCUMENT_TABLES, documentRecord, mapDocument, rebuildDocument } from '../../../support/document-mapping.ts';
import { briefOf, type Content, errorsOf } from '../../../support/own-package.ts';

interface DocumentCase {
  readonly table: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Resources that there must be, each with at least these elements. */
  readonly fhir: readonly Content[];
}

const folder = join(PATHS.root, 'test', 'cases', 'map', 'document');
const cases = readdirSync(folder).map((name) => parse(readFileSync(join(folder, name), 'utf8')) as DocumentCase);
const validator = await createValidator({ packages: [PATHS.profiles] });

/** Matches whatever has at least these elements, at any depth and in any order of lists. */
function having(part: unknown): unknown {
  if (Array.isArray(part)) return expect.arrayContaining(part.map(having));
  if (typeof part !== 'object' || part === null) return part;
  return expect.objectContaining(
    Object.fromEntries(Object.entries(part).map(([name, value]) => [name, having(value)])),
  );
}

it('every document has its case', () => {
  expect(cases.map(({ table }) => table).sort()).toEqual([...DOCUMENT_TABLES.keys()].sort());
});

describe.each(cases.map((one) => [one.table, one] as const))('%s', (table, { fields, fhir }) => {
  const record = documentRecord({ [table]: fields });
  const mapped = mapDocument(record);

  it('fills every field of the form', () => {
    expect(Object.keys(fields).sort()).toEqual(Object.keys(DOCUMENT_TABLES.get(table)?.fields ?? {}).sort());
  });

  it.each(fhir.map((part) => [String(part['resourceType']), part] as const))('tells of a %s', (_type, part) => {
    expect(mapped.resources).toContainEqual(having(part));
  });

  it('loses nothing, and is told again to the letter', () => {
    expect(mapped.loss).toEqual([]);
    expect(mapped.issues).toEqual([]);
    const again = rebuildDocument(mapped.resources);
    expect([...(again?.tables.get(table)?.rows[0]?.fields ?? [])]).toEqual(Object.entries(fields));
  });

  it('makes resources that are valid', () => {
    const faults = mapped.resources.flatMap((resource) => briefOf(errorsOf(validator.issues(resource))));
    expect(faults).toEqual([]);
  });
});
