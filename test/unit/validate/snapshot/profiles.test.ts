import { describe, expect, it } from '@jest/globals';
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import type { Finding } from '../../../../src/validate/finding.ts';
import { SnapshotError } from '../../../../src/validate/snapshot/snapshot-error.ts';
import { createSnapshots, type Snapshots } from '../../../../src/validate/snapshot/snapshots.ts';
import { describeRules } from '../../../support/rule-texts.ts';
import { definitionsWith, readSnapshotCases, type SnapshotCase, sketched } from '../../../support/snapshot-cases.ts';

function prepared(row: SnapshotCase): { readonly tested: StructureDefinition; readonly snapshots: Snapshots } {
  const tested = sketched(row, 'tested');
  const others = (row.definitions ?? []).map((sketch) => sketched(sketch, String(sketch.name)));
  return { tested, snapshots: createSnapshots(definitionsWith(tested, ...others)) };
}

/** `LT-V258 .differential.element[0] Patient.name max` */
function brief({ rule, path, with: words = {} }: Finding): string {
  return [rule, path, words['element'], words['property']].filter(Boolean).join(' ');
}

function byId(elements: readonly ElementDefinition[]): ReadonlyMap<string, ElementDefinition> {
  return new Map(elements.map((element) => [String(element.id), element]));
}

function expectElements(row: SnapshotCase, elements: readonly ElementDefinition[]): void {
  const found = byId(elements);
  expect(found.size).toBe(elements.length);
  for (const wanted of row.expected ?? []) expect(found.get(wanted.id)).toMatchObject(wanted);
  for (const id of row.absent ?? []) expect(found.has(id)).toBe(false);
  for (const [id, keys] of Object.entries(row.keys ?? {})) {
    expect(
      found
        .get(id)
        ?.constraint?.map(({ key }) => key)
        .toSorted(),
    ).toEqual([...keys].toSorted());
  }
  for (const [id, properties] of Object.entries(row.lacking ?? {})) {
    const element = found.get(id) ?? {};
    expect(properties.filter((property) => property in element)).toEqual([]);
    expect(found.has(id)).toBe(true);
  }
  if (row.ids === undefined) return;
  const ids = elements.map(({ id }) => String(id)).filter((id) => id.startsWith(String(row.under)));
  expect(ids).toEqual(row.ids);
}

describe('snapshots made of differentials', () => {
  it.each(readSnapshotCases('features.yaml'))('%s', (_name, row) => {
    const { tested, snapshots } = prepared(row);
    expectElements(row, snapshots.snapshotOf(tested));
    expect(snapshots.faultsOf(tested).map(brief)).toEqual(row.faults ?? []);
  });
});

describe('profiles at fault', () => {
  const rows = readSnapshotCases('errors.yaml');

  it.each(rows.filter(([, { refuses }]) => refuses !== undefined))('refuses %s', (_name, row) => {
    const { tested, snapshots } = prepared(row);
    const refused = (): unknown => {
      try {
        return snapshots.snapshotOf(tested);
      } catch (error) {
        return error;
      }
    };
    const error = refused() as SnapshotError;
    expect(error).toBeInstanceOf(SnapshotError);
    expect(brief(error.finding)).toBe(row.refuses);
    expect(error.finding.with?.['profile']).toBe(row.profile ?? tested.url);
    expect(error.message).toContain(error.finding.rule);
    expect(refused()).toBe(error);
    expect(snapshots.faultsOf(tested)).toEqual([error.finding]);
  });

  it.each(rows.filter(([, { refuses }]) => refuses === undefined))('notes %s', (_name, row) => {
    const { tested, snapshots } = prepared(row);
    expectElements(row, snapshots.snapshotOf(tested));
    expect(snapshots.faultsOf(tested).map(brief)).toEqual(row.faults);
    expect(row.faults).not.toEqual([]);
  });
});

describe('profiles/rules/snapshot.yaml', () => {
  describeRules('snapshot.yaml', 'src/validate/snapshot', /LT-V25\d/g);
});
