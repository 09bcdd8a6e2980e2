import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { generateStructure, readTypeTables } from '../../../../scripts/structure/generate.ts';
import { PATHS } from '../../../../src/config/paths.ts';
import { elementDigest, elementPaths } from '../../../support/element-digest.ts';
import { STRUCTURE_CASES } from '../../../support/structure.ts';

const GENERATED = join(PATHS.root, 'src', 'validate', 'generated');

interface PublishedType {
  readonly type: string;
  readonly digest: string;
  readonly paths: readonly string[];
}

/** What hl7.fhir.core 4.0.1 says, as the head of the file tells. */
function readPublished(): PublishedType[] {
  const lines = readFileSync(join(STRUCTURE_CASES, 'r4-verbatim.tsv'), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [type = '', digest = '', paths = ''] = line.split('\t');
      return { type, digest, paths: paths.split(' ') };
    });
}

describe('element tables are R4 as published', () => {
  const tables = readTypeTables();
  const published = readPublished();

  it('in their types', () => {
    expect(Object.keys(tables).sort()).toEqual(published.map(({ type }) => type));
  });

  it('in the elements of every type', () => {
    const paths = Object.fromEntries(Object.entries(tables).map(([type, table]) => [type, elementPaths(table)]));
    expect(paths).toEqual(Object.fromEntries(published.map((type) => [type.type, type.paths])));
  });

  it('in what they say of every element', () => {
    const differing = published.filter(({ type, digest }) => {
      const table = tables[type];
      return table === undefined || elementDigest(table) !== digest;
    });
    expect(differing.map(({ type }) => type)).toEqual([]);
  });
});

describe('the generated files', () => {
  const files = generateStructure();
  const names = readdirSync(GENERATED, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));

  it('are those that the generator makes now: if not, run npm run generate', () => {
    expect(names.sort()).toEqual([...files.keys()].sort());
    const stale = [...files].filter(([name, text]) => readFileSync(join(GENERATED, name), 'utf8') !== text);
    expect(stale.map(([name]) => name)).toEqual([]);
  });

  it('have names that differ on any file system', () => {
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });

  it('stay below 4 MB', () => {
    const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeLessThan(4_000_000);
  });
});
