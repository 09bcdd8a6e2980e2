import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { PATHS } from '../../../../src/config/paths.ts';
import { createValidator } from '../../../../src/validate/validator.ts';
import { healthCheck, mapHealthCheck, readHealthCheck, readHealthCheckCase } from '../../../support/health-check.ts';
import { briefOf, errorsOf } from '../../../support/own-package.ts';

const validator = await createValidator({ packages: [PATHS.profiles] });

/** True when a value has what is wanted of it; a list has at least the wanted elements. */
function holds(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return value === wanted;
  if (Array.isArray(wanted)) {
    return Array.isArray(value) && wanted.every((part) => value.some((element) => holds(element, part)));
  }
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(wanted).every(([name, part]) => holds((value as Record<string, unknown>)[name], part));
}

describe.each(['adult', 'child'])('the health check of test/cases/map/health-check/%s.yaml', (name) => {
  const { blocks, finds, never = {} } = readHealthCheckCase(name);
  const record = healthCheck(blocks);
  const { resources, loss, patient } = mapHealthCheck(record);

  it.each(finds.map(({ type, has }) => [type, JSON.stringify(has), has] as const))(
    'makes a %s with %s',
    (type, _text, has) => {
      const candidates = resources.filter(({ resourceType }) => resourceType === type);
      expect(candidates.length).toBeGreaterThan(0);
      expect(candidates.some((candidate) => holds(candidate, has))).toBe(true);
    },
  );

  it.each(Object.entries(never))('makes no %s of %s', (type, texts) => {
    const made = JSON.stringify(resources.filter(({ resourceType }) => resourceType === type));
    expect(texts.filter((text) => made.includes(text))).toEqual([]);
  });

  it('loses nothing', () => {
    expect(loss).toEqual([]);
  });

  it('is about one patient, and its document leads to every part', () => {
    expect(resources.filter(({ resourceType }) => resourceType === 'Patient')).toHaveLength(1);
    expect(patient).toMatch(/^Patient\/99001-/);
    expect(unreached(resources)).toEqual([]);
  });

  it('is valid by the profiles of the package', () => {
    expect(resources.flatMap((resource) => briefOf(errorsOf(validator.issues(resource))))).toEqual([]);
  });

  it('comes back from its FHIR: every element and value, in order', () => {
    const [rebuilt] = readHealthCheck(JSON.parse(JSON.stringify(resources)) as Record<string, unknown>[]).forms;
    const rowsOf = (tables: typeof record.tables) =>
      [...tables.values()].map((table) => [table.name, table.rows.map(({ number, fields }) => [number, [...fields]])]);
    expect(rebuilt === undefined ? undefined : rowsOf(rebuilt.record.tables)).toEqual(rowsOf(record.tables));
  });
});

/** Resources that no reference leads to from the Composition, but for those that refer to the patient by themselves. */
function unreached(resources: readonly Resource[]): string[] {
  const byReference = new Map(resources.map((resource) => [`${resource.resourceType}/${resource.id}`, resource]));
  const reached = new Set<string>();
  const queue = resources.filter(({ resourceType }) => resourceType === 'Composition');
  for (let resource = queue.pop(); resource !== undefined; resource = queue.pop()) {
    reached.add(`${resource.resourceType}/${resource.id}`);
    for (const [, reference = ''] of JSON.stringify(resource).matchAll(/"reference":"([^"]+)"/g)) {
      const next = byReference.get(reference);
      if (next !== undefined && !reached.has(reference)) queue.push(next);
    }
  }
  const apart = new Set(['RelatedPerson', 'DocumentReference']);
  return [...byReference.keys()].filter(
    (reference) => !reached.has(reference) && !apart.has(reference.split('/')[0] ?? ''),
  );
}
