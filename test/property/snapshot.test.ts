import { describe, expect, it } from '@jest/globals';
import type { ElementDefinition, ElementDefinitionSlicing } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { createSnapshots } from '../../src/validate/snapshot/snapshots.ts';
import { definitionsWith, R4, sketched } from '../support/snapshot-cases.ts';

const RUNS = { numRuns: 60 };

type Differential = readonly Partial<ElementDefinition>[];

/** One thing said of an element that Patient has, directly or in a datatype. */
const simpleRule = fc.record(
  {
    path: fc.constantFrom(
      'Patient.active',
      'Patient.birthDate',
      'Patient.name.family',
      'Patient.name.period.start',
      'Patient.telecom.rank',
      'Patient.address.line',
      'Patient.communication.language.text',
      'Patient.generalPractitioner.identifier.value',
      'Patient.deceasedDateTime',
    ),
    min: fc.constantFrom(0, 1),
    max: fc.constant('1'),
    mustSupport: fc.constant(true),
  },
  { requiredKeys: ['path'] },
);

const SLICED = ['identifier', 'contact', 'communication', 'link', 'telecom'] as const;

/** A sliced element with slices, with ids, and something said in each slice. */
const slicedRules = fc
  .record({
    name: fc.constantFrom(...SLICED),
    slices: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'a/x', 'b/y'), { minLength: 1, maxLength: 4 }),
    min: fc.constantFrom(0, 1),
  })
  .map(({ name, slices, min }): Differential => {
    const path = `Patient.${name}`;
    const slicing: ElementDefinitionSlicing = { discriminator: [{ type: 'value', path: 'id' }], rules: 'open' };
    const rules = slices.flatMap((sliceName) => [
      { id: `${path}:${sliceName}`, path, sliceName, min },
      { id: `${path}:${sliceName}.extension`, path: `${path}.extension`, max: '2' },
    ]);
    return [{ id: path, path, slicing }, ...rules];
  });

const differential = fc
  .tuple(
    fc.uniqueArray(simpleRule, { selector: ({ path }) => path, maxLength: 5 }),
    fc.array(slicedRules, { maxLength: 2 }),
  )
  .map(([simple, sliced]): Differential => [...simple.map((rule) => ({ id: rule.path, ...rule })), ...sliced.flat()]);

function snapshot(rules: Differential, base?: Differential): readonly ElementDefinition[] {
  const below = sketched({ type: 'Patient', differential: base ?? [] }, 'below');
  const tested = sketched({ type: 'Patient', differential: rules, base: 'http://example.org/below' }, 'tested');
  return createSnapshots(definitionsWith(below, tested)).snapshotOf(tested);
}

/** In the order of ids: new slices stand in the order of the differential. */
function comparable(elements: readonly ElementDefinition[]): readonly ElementDefinition[] {
  return elements.toSorted((one, other) => String(one.id).localeCompare(String(other.id)));
}

const baseElements = R4.structure('Patient')?.snapshot?.element ?? [];

describe('snapshots', () => {
  it('keep every element of the base, in its order', () => {
    fc.assert(
      fc.property(differential, (rules) => {
        const ids = new Set(baseElements.map(({ id }) => id));
        const kept = snapshot(rules).filter(({ id }) => ids.has(id));
        expect(kept.map(({ id }) => id)).toEqual(baseElements.map(({ id }) => id));
      }),
      RUNS,
    );
  });

  it('stay the same when they are the differential', () => {
    fc.assert(
      fc.property(differential, (rules) => {
        const made = snapshot(rules);
        expect(snapshot(made)).toEqual(made);
      }),
      RUNS,
    );
  });

  it('stay the same when the same is said again over them', () => {
    fc.assert(
      fc.property(differential, (rules) => {
        expect(snapshot(rules, rules)).toEqual(snapshot(rules));
        expect(snapshot([], rules)).toEqual(snapshot(rules));
      }),
      RUNS,
    );
  });

  it('do not depend on the order of a differential whose ids are sound', () => {
    fc.assert(
      fc.property(differential, (rules) => {
        const blocks = Object.values(Object.groupBy(rules, ({ path }) => String(path).split('.')[1] ?? ''));
        const shuffled = blocks.toReversed().flatMap((block) => block ?? []);
        expect(comparable(snapshot(shuffled))).toEqual(comparable(snapshot(rules)));
      }),
      RUNS,
    );
  });

  it('never allow what the base does not', () => {
    fc.assert(
      fc.property(differential, (rules) => {
        const base = new Map(baseElements.map((element) => [element.path, element]));
        for (const { path, sliceName, min = 0, max, type } of snapshot(rules)) {
          const allowed = base.get(path);
          if (allowed === undefined) continue;
          if (sliceName === undefined) expect(min).toBeGreaterThanOrEqual(allowed.min ?? 0);
          if (allowed.max !== '*') expect(Number(max)).toBeLessThanOrEqual(Number(allowed.max));
          const codes = new Set(allowed.type?.map(({ code }) => code));
          expect(type?.filter(({ code }) => !codes.has(code)) ?? []).toEqual([]);
        }
      }),
      RUNS,
    );
  });
});
