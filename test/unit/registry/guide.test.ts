import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { loadCommunes } from '../../../src/fhir/communes.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { FIELDS } from '../../../src/registry/fields.ts';
import { importRegistry } from '../../../src/registry/import-registry.ts';

describe('the guide to the registry', () => {
  it.each([
    ['vi', 'registry.vi.md'],
    ['en', 'registry.md'],
  ] as const)('names every column (%s)', (language, file) => {
    const guide = readFileSync(join(PATHS.root, 'docs', 'guides', file), 'utf8');
    const columns = [...guide.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => cell.split('; '));
    expect(FIELDS.map(({ label }) => label[language]).filter((label) => !columns.includes(label))).toEqual([]);
  });

  it('has an example that can be imported', async () => {
    const bytes = readFileSync(join(PATHS.root, 'examples', 'registry.csv'));
    const rules = loadRuleCatalogue(PATHS.rules, 'F');
    const context = { known: [], communes: loadCommunes(PATHS.communes), rules, today: '2026-11-22' };
    const { faults, warnings, facilities } = await importRegistry(bytes, context);
    expect([...faults, ...warnings].map(({ place, issue }) => [place, issue.text.en])).toEqual([]);
    expect(facilities.map(({ code, commune }) => [code, commune])).toEqual([
      ['99901', 'Phường Nghĩa Lộ'],
      ['99902', 'Xã Bình Sơn'],
      ['99903', 'Xã Bình Sơn'],
    ]);
  });
});
