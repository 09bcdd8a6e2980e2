import { describe, expect, it } from '@jest/globals';
import type { ElementDefinition } from '@medplum/fhirtypes';
import { SnapshotError } from '../../../../src/validate/snapshot/snapshot-error.ts';
import { createSnapshots } from '../../../../src/validate/snapshot/snapshots.ts';
import { definitionsWith, sketched } from '../../../support/snapshot-cases.ts';

const SLICING = { discriminator: [{ type: 'value', path: 'linkId' }], rules: 'open' } as const;

function faultsOf(differential: readonly unknown[], type = 'Questionnaire', more: object = {}) {
  const sketch = sketched({ type, differential: differential as Partial<ElementDefinition>[] }, 'tested');
  const structure = { ...sketch, ...more };
  return createSnapshots(definitionsWith(structure))
    .faultsOf(structure)
    .map(({ rule, path }) => `${rule} ${path}`);
}

/** Slices at every level of nested items: each level multiplies what is below it. */
function nestedSlices(levels: number, slices: number): unknown[] {
  return Array.from({ length: levels }, (_, level) => {
    const path = `Questionnaire${'.item'.repeat(level + 1)}`;
    const named = Array.from({ length: slices }, (_each, number) => ({
      id: `${path}:s${number}`,
      path,
      sliceName: `s${number}`,
    }));
    return [{ id: path, path, slicing: SLICING }, ...named];
  })
    .toReversed()
    .flat();
}

describe('limits of a differential', () => {
  it('takes slices in slices', () => {
    expect(faultsOf(nestedSlices(3, 3))).toEqual([]);
  });

  it('refuses slices in slices that multiply without end', () => {
    expect(faultsOf(nestedSlices(8, 8))).toEqual([expect.stringMatching(/^LT-V259 /)]);
  });

  it('refuses a snapshot that has too many elements', () => {
    const slices = Array.from({ length: 900 }, (_, number) => ({
      path: 'Questionnaire.item',
      sliceName: `s${number}`,
    }));
    expect(faultsOf([{ path: 'Questionnaire.item', slicing: SLICING }, ...slices])).toEqual([
      'LT-V259 .differential.element[0]',
    ]);
  });

  it('refuses more than 10,000 elements', () => {
    const rules = Array.from({ length: 10_001 }, () => ({ path: 'Patient.name', min: 1 }));
    expect(faultsOf(rules, 'Patient')).toEqual(['LT-V259 .differential']);
    expect(faultsOf(rules.slice(1), 'Patient')).toEqual([]);
  });

  it('refuses a path of more than 40 steps', () => {
    const path = (steps: number) => `Questionnaire${'.item'.repeat(steps - 1)}`;
    expect(faultsOf([{ path: path(40), min: 1 }])).toEqual([]);
    expect(faultsOf([{ path: path(41), min: 1 }])).toEqual(['LT-V253 .differential.element[0]']);
  });

  it('refuses a name of more than 64 characters, and a slice name of more than 256', () => {
    expect(faultsOf([{ path: `Patient.${'a'.repeat(65)}` }], 'Patient')).toEqual(['LT-V253 .differential.element[0]']);
    const slice = (length: number) => [{ path: 'Patient.extension', sliceName: 'a'.repeat(length) }];
    expect(faultsOf(slice(256), 'Patient')).toEqual([]);
    expect(faultsOf(slice(257), 'Patient')).toEqual(['LT-V253 .differential.element[0]']);
  });

  it.each<[string, unknown]>([
    ['no object', null],
    ['no path', {}],
    ['a path that is no text', { path: 7 }],
    ['an id that is no text', { path: 'Patient.name', id: 7 }],
    ['a slice name that is no text', { path: 'Patient.name', sliceName: 7 }],
    ['types that are no list', { path: 'Patient.name', type: { code: 'HumanName' } }],
    ['a type that is no object', { path: 'Patient.name', type: ['HumanName'] }],
    ['a profile that is no list', { path: 'Patient.name', type: [{ code: 'HumanName', profile: 'http://a.example' }] }],
    ['constraints that are no list', { path: 'Patient.name', constraint: {} }],
    ['a condition that is no text', { path: 'Patient.name', condition: [7] }],
    ['a binding that is no object', { path: 'Patient.name', binding: 'required' }],
    ['a slicing that is no object', { path: 'Patient.name', slicing: [] }],
    ['a discriminator that is no list', { path: 'Patient.name', slicing: { discriminator: 'url' } }],
    ['an extension that is no list', { path: 'Patient.name', extension: {} }],
  ])('refuses an element with %s', (_name, element) => {
    expect(faultsOf([element], 'Patient')).toEqual(['LT-V253 .differential.element[0]']);
  });

  it.each<[string, object]>([
    ['a differential that is no list', { differential: { element: {} } }],
    ['a type that is no text', { type: 7 }],
    ['a base that is no text', { baseDefinition: 7 }],
  ])('refuses %s', (_name, more) => {
    expect(faultsOf([], 'Patient', more)).toEqual(['LT-V252 ']);
    const structure = { ...sketched({ type: 'Patient', differential: [] }, 'tested'), ...more };
    expect(() => createSnapshots(definitionsWith(structure)).snapshotOf(structure)).toThrow(SnapshotError);
  });

  it('makes a snapshot that is no list anew', () => {
    const sketch = sketched({ type: 'Period', differential: [] }, 'tested');
    const structure = { ...sketch, snapshot: { element: {} as never } };
    expect(createSnapshots(definitionsWith(structure)).snapshotOf(structure)).toHaveLength(5);
  });
});
