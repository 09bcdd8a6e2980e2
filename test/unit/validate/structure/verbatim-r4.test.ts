import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { generateStructure, readTypeTables } from '../../../../scripts/structure/generate.ts';
import { elementDigest, elementPaths } from '../../../support/element-digest.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const GENERATED = join(ROOT, 'src', 'validate', 'generated');

/** By type: what hl7.fhir.core 4.0.1 says, as the file's head tells. */
function readVerbatim(): ReadonlyMap<string, { digest: string; paths: string[] }> {
  const text = readFileSync(join(ROOT, 'test', 'cases', 'structure', 'r4-verbatim.tsv'), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [type = '', digest = '', paths = ''] = line.split('\t');
      return [type, { digest, paths: paths.split(' ') }];
    }),
  );
}

describe('element tables against R4 as published', () => {
  const tables = readTypeTables();
  const verbatim = readVerbatim();

  it('has the same types', () => {
    expect(Object.keys(tables).sort()).toEqual([...verbatim.keys()].sort());
  });

  it.each([...verbatim])('has the elements of %s, no more and no fewer', (type, { paths }) => {
    const table = tables[type];
    expect(table && elementPaths(table)).toEqual(paths);
  });

  it.each([...verbatim])('says the same of every element of %s', (type, { digest }) => {
    const table = tables[type];
    expect(table && elementDigest(table)).toBe(digest);
  });
});

describe('generated files', () => {
  const files = generateStructure();

  it('are what the generator makes now', () => {
    const stale = [...files].filter(([name, text]) => readFileSync(join(GENERATED, name), 'utf8') !== text);
    expect(stale.map(([name]) => name)).toEqual([]);
  });

  it('have names that differ on any file system', () => {
    expect(new Set([...files.keys()].map((name) => name.toLowerCase())).size).toBe(files.size);
  });

  it('stay below 4 MB', () => {
    const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeLessThan(4_000_000);
  });
});
