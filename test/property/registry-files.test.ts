import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PATHS } from '../../src/config/paths.ts';
import { loadCommunes } from '../../src/fhir/communes.ts';
import { loadRuleCatalogue } from '../../src/fhir/rule-catalogue.ts';
import { writeRegistry } from '../../src/registry/export/write-registry.ts';
import { importRegistry } from '../../src/registry/import-registry.ts';
import type { Facility } from '../../src/types/registry.ts';
import { registries } from '../support/registry-arbitraries.ts';

const communes = loadCommunes(PATHS.communes);
const rules = loadRuleCatalogue(PATHS.rules, 'F');
const read = (bytes: Buffer, known: readonly Facility[] = []) =>
  importRegistry(bytes, { known, communes, rules, today: '2026-11-22' });
const language = fc.constantFrom('vi' as const, 'en' as const);

describe.each(['csv', 'xlsx', 'json'] as const)('a registry written as %s', (format) => {
  // A workbook takes a hundred times as long as the other two.
  const numRuns = format === 'xlsx' ? 10 : 60;

  it('is the same when it is read again, into an empty registry and onto itself', async () => {
    await fc.assert(
      fc.asyncProperty(registries, language, async (registry, words) => {
        const bytes = await writeRegistry(registry, format, words);
        const fresh = await read(bytes);
        expect(fresh.faults.map(({ place, issue }) => [place, issue.text.en])).toEqual([]);
        expect(fresh.facilities).toEqual(registry);
        const again = await read(bytes, registry);
        expect(again.difference).toEqual({
          added: [],
          changed: [],
          unchanged: registry.map(({ code }) => code),
          missing: [],
        });
      }),
      { numRuns },
    );
  });

  it('is read or refused as a whole, whatever became of its bytes', async () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }), fc.boolean()), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(registries, language, damage, async (registry, words, hits) => {
        let bytes = await writeRegistry(registry, format, words);
        for (const [at, byte, isCut] of hits) {
          const place = at % bytes.length;
          bytes[place] = byte;
          if (isCut) bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 3)]);
          if (bytes.length === 0) break;
        }
        const { faults, facilities } = await read(bytes, registry);
        if (faults.length > 0) expect(facilities).toEqual([]);
        for (const { issue } of faults) {
          expect(issue.text.vi + issue.text.en + issue.remedy.vi + issue.remedy.en).not.toMatch(/\{\w+\}/);
        }
      }),
      { numRuns },
    );
  });
});
