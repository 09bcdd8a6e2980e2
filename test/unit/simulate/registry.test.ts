import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { loadCommunes } from '../../../src/fhir/communes.ts';
import { facilityWord } from '../../../src/fhir/facility-words.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { writeRegistry } from '../../../src/registry/export/write-registry.ts';
import { importRegistry } from '../../../src/registry/import-registry.ts';
import { buildDemoRegistry, isPlaceholderCode } from '../../../src/simulate/registry.ts';

describe('the demo registry', () => {
  const registry = buildDemoRegistry();

  it('has 134 facilities under codes that belong to no province', () => {
    expect(registry).toHaveLength(134);
    expect(new Set(registry.map(({ code }) => code)).size).toBe(134);
    expect(registry.every(({ code }) => isPlaceholderCode(code))).toBe(true);
    expect(isPlaceholderCode('51001')).toBe(false);
  });

  it('stands in 96 communes, by their names', () => {
    expect(new Set(registry.map(({ commune }) => commune)).size).toBe(96);
    expect(registry[0]).toMatchObject({ name: 'Bệnh viện Đa khoa tỉnh Quảng Ngãi', commune: 'Phường Nghĩa Lộ' });
  });

  it('tells kind, level, ownership and a place in the province of each, and former names where they are known', () => {
    for (const { kind = '', level, ownership, position } of registry) {
      for (const [list, word] of [
        ['kind', kind],
        ['level', level],
        ['ownership', ownership],
      ] as const) {
        expect(facilityWord(list, word).vi).not.toBe(word);
      }
      expect(position?.lat).toBeGreaterThan(13.9);
      expect(position?.lng).toBeGreaterThan(107.2);
    }
    expect(registry.filter(({ formerNames }) => formerNames !== undefined)).toHaveLength(22);
    expect(registry.filter(({ services }) => services?.includes('inpatient'))).toHaveLength(37);
  });

  it('breaks no rule of registry files', async () => {
    const rules = loadRuleCatalogue(PATHS.rules, 'F');
    const context = { known: [], communes: loadCommunes(PATHS.communes), rules, today: '2026-11-22' };
    const read = await importRegistry(await writeRegistry(registry, 'xlsx', 'vi'), context);
    expect([...read.faults, ...read.warnings]).toEqual([]);
    expect(read.facilities).toEqual(registry);
  });

  it('has every hospital in scope and leaves most health stations undecided, with a reason', () => {
    const newest = registry.map(({ cohort, scope }) => `${cohort} ${scope.at(-1)?.value}`);
    expect(newest.filter((one) => one === 'hospital yes')).toHaveLength(37);
    expect(newest.filter((one) => one === 'other undecided').length).toBeGreaterThan(60);
    expect(newest.filter((one) => one === 'other yes').length).toBeGreaterThan(10);
    expect(registry.flatMap(({ scope }) => scope).every(({ reason }) => reason.length > 10)).toBe(true);
  });

  it('makes announcements up, the same each time, on days of the calendar before November 2026', () => {
    const announced = registry.flatMap((facility) => facility.announced ?? []);
    expect(announced.length).toBeGreaterThan(20);
    expect(announced.every((day) => day >= '2025-07-01' && day < '2026-11-01')).toBe(true);
    expect(buildDemoRegistry()).toEqual(registry);
  });
});
