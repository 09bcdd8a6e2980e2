import { describe, expect, it } from '@jest/globals';
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { createSnapshots } from '../../../../src/validate/snapshot/snapshots.ts';
import { definitionsWith, R4, sketched } from '../../../support/snapshot-cases.ts';

const BASE_SNAPSHOTS = createSnapshots(R4);

function base(name: string): StructureDefinition {
  const structure = R4.structure(name);
  if (structure === undefined) throw new Error(`no ${name}`);
  return structure;
}

function published(element: readonly Partial<ElementDefinition>[], more: Partial<StructureDefinition> = {}) {
  const sketch = sketched(
    { type: 'Period', differential: [{ path: 'Period.start', min: 1 }], snapshot: element },
    'period',
  );
  return { ...sketch, ...more };
}

const WHOLE = ['Period', 'Period.id', 'Period.extension', 'Period.start', 'Period.end'].map((path) => ({
  id: path,
  path,
}));

describe('published snapshots', () => {
  it.each(['Patient', 'HumanName', 'string', 'http://hl7.org/fhir/StructureDefinition/vitalsigns'])(
    '%s has the elements that it was published with',
    (name) => {
      const structure = base(name);
      expect(BASE_SNAPSHOTS.snapshotOf(structure)).toEqual(structure.snapshot?.element);
      expect(BASE_SNAPSHOTS.snapshotOf(structure)[1]).toBe(structure.snapshot?.element[1]);
    },
  );

  it('are taken when they are whole, whatever the differential says', () => {
    const elements = BASE_SNAPSHOTS.snapshotOf(published(WHOLE));
    expect(elements).toEqual(WHOLE);
  });

  it('get their ids by order', () => {
    const slices = [
      { path: 'Period.extension', sliceName: 'a', id: 'wrong' },
      { path: 'Period.extension.url', id: 'wrong' },
      { path: 'Period.extension', sliceName: 'a/b' },
      { path: 'Period.start' },
    ];
    const ids = BASE_SNAPSHOTS.snapshotOf(published([...WHOLE.slice(0, 3), ...slices, ...WHOLE.slice(4)]));
    expect(ids.map(({ id }) => id)).toEqual([
      'Period',
      'Period.id',
      'Period.extension',
      'Period.extension:a',
      'Period.extension:a.url',
      'Period.extension:a/b',
      'Period.start',
      'Period.end',
    ]);
  });

  it('write a slice by type under the name of the choice', () => {
    const structure = sketched(
      {
        type: 'Age',
        snapshot: [
          { path: 'Age' },
          { path: 'Age.value[x]' },
          { path: 'Age.valueDecimal', sliceName: 'valueDecimal' },
          { path: 'Age.valueDecimal.extension' },
        ],
      },
      'age',
    );
    expect(BASE_SNAPSHOTS.snapshotOf(structure).map(({ id }) => id)).toEqual([
      'Age',
      'Age.value[x]',
      'Age.value[x]:valueDecimal',
      'Age.value[x]:valueDecimal.extension',
    ]);
  });

  it.each<[string, readonly Partial<ElementDefinition>[]]>([
    ['empty', []],
    ['without the root', WHOLE.slice(1)],
    ['of another root', [...WHOLE, { path: 'Range.low' }]],
    ['without a child that the type has', WHOLE.slice(0, 4)],
    ['with an element without path', [...WHOLE, { id: 'Period.x' }]],
    ['with a type that is none', [...WHOLE, { path: 'Period.x', type: ['string'] as unknown as [] }]],
  ])('are made anew from the differential when they are %s', (_name, elements) => {
    const made = BASE_SNAPSHOTS.snapshotOf(published(elements));
    expect(made.map(({ path }) => path)).toEqual(WHOLE.map(({ path }) => path));
    expect(made.find(({ id }) => id === 'Period.start')).toMatchObject({ min: 1 });
  });

  it('of another FHIR version may have other children', () => {
    const elements = WHOLE.slice(0, 4);
    expect(BASE_SNAPSHOTS.snapshotOf(published(elements, { fhirVersion: '3.0.1' }))).toHaveLength(4);
    expect(BASE_SNAPSHOTS.snapshotOf(published(elements, { fhirVersion: '4.0.1' }))).toHaveLength(5);
  });

  it('may write a choice under the name of its type', () => {
    const paths = base('Annotation').snapshot?.element.map(({ path }) => path) ?? [];
    const elements = paths.map((path) => ({ path: String(path).replace('author[x]', 'authorString') }));
    const structure = sketched({ type: 'Annotation', differential: [], snapshot: elements }, 'annotation');
    const made = BASE_SNAPSHOTS.snapshotOf(structure);
    expect(made.map(({ path }) => path)).toContain('Annotation.authorString');
  });

  it('without differential are taken as far as they go', () => {
    const { differential: _, ...structure } = published(WHOLE.slice(0, 4));
    expect(BASE_SNAPSHOTS.snapshotOf(structure)).toHaveLength(4);
  });
});

describe('createSnapshots', () => {
  it('makes a snapshot once', () => {
    const structure = sketched({ type: 'Patient', differential: [{ path: 'Patient.name', min: 1 }] }, 'tested');
    const snapshots = createSnapshots(definitionsWith(structure));
    expect(snapshots.snapshotOf(structure)).toBe(snapshots.snapshotOf(structure));
  });

  it('does not change what it was given', () => {
    const differential = [
      { path: 'Patient.identifier', slicing: { discriminator: [{ type: 'value', path: 'use' }], rules: 'open' } },
      { path: 'Patient.identifier', sliceName: 'a', min: 1 },
      { path: 'Patient.deceasedBoolean', fixedBoolean: true },
    ] as Partial<ElementDefinition>[];
    const structure = sketched({ type: 'Patient', differential }, 'tested');
    const before = structuredClone([structure, base('Patient'), base('Identifier')]);
    createSnapshots(definitionsWith(structure)).snapshotOf(structure);
    expect([structure, base('Patient'), base('Identifier')]).toEqual(before);
  });

  it('shares what a profile does not speak of with its base', () => {
    const structure = sketched({ type: 'Patient', differential: [{ path: 'Patient.name', min: 1 }] }, 'tested');
    const elements = createSnapshots(definitionsWith(structure)).snapshotOf(structure);
    const birthDate = (list: readonly ElementDefinition[] = []) => list.find(({ id }) => id === 'Patient.birthDate');
    expect(birthDate(elements)).toBe(birthDate(base('Patient').snapshot?.element));
  });

  it('finds faults in a differential also where a snapshot was published', () => {
    const structure = { ...published(WHOLE), differential: { element: [{ path: 'Period.middle', min: 1 }] } };
    expect(BASE_SNAPSHOTS.snapshotOf(structure)).toHaveLength(5);
    expect(BASE_SNAPSHOTS.faultsOf(structure)).toEqual([
      {
        rule: 'LT-V254',
        path: '.differential.element[0]',
        with: { profile: structure.url, element: 'Period.middle' },
      },
    ]);
  });

  it('lets a fault of its own through', () => {
    const snapshots = createSnapshots({
      ...R4,
      structure: () => {
        throw new RangeError('broken');
      },
    });
    const structure = sketched({ type: 'Patient', differential: [] }, 'tested');
    expect(() => snapshots.snapshotOf(structure)).toThrow(RangeError);
    expect(() => snapshots.faultsOf(structure)).toThrow(RangeError);
  });
});
