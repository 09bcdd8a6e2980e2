import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Conformance } from '../../src/validate/element/conformance.ts';

/** A resource that is sound in itself or not, and those that it refers to, by their numbers. */
interface Resource {
  readonly isSound: boolean;
  readonly targets: readonly number[];
}

const PROFILE = 'urn:test:profile';

/** Asks about resources of which each must refer to conforming ones only, as a walk over them would. */
function answersFor(resources: readonly Resource[]) {
  const conformance = new Conformance();
  let looks = 0;
  function conforms(index: number): boolean {
    const value = resources[index] as Resource;
    const check = (): boolean => {
      looks += 1;
      return value.isSound && value.targets.every(conforms);
    };
    return conformance.ask({ value, profile: PROFILE, check }, false);
  }
  return { conforms, looks: () => looks };
}

/** By the definition: all conform, but those that are not sound, and those that refer to one that does not conform. */
function conforming(resources: readonly Resource[]): readonly boolean[] {
  const answers = resources.map(({ isSound }) => isSound);
  for (let isStable = false; !isStable; ) {
    isStable = true;
    for (const [index, { targets }] of resources.entries()) {
      if (!answers[index] || targets.every((target) => answers[target])) continue;
      answers[index] = false;
      isStable = false;
    }
  }
  return answers;
}

/** Of few resources and of many, where one in two is not sound or one in fifty. */
const graphs = fc.tuple(fc.integer({ min: 1, max: 120 }), fc.constantFrom(1, 49)).chain(([size, sound]) => {
  const resource = fc.record({
    isSound: fc.nat(sound).map((choice) => choice > 0),
    targets: fc.array(fc.nat(size - 1), { maxLength: 3 }),
  });
  return fc.record({
    resources: fc.array(resource, { minLength: size, maxLength: size }),
    order: fc.array(fc.nat(size - 1), { minLength: 1, maxLength: 20 }),
  });
});

describe('whether values conform', () => {
  it('is answered as by the definition, in whatever order it is asked', () => {
    fc.assert(
      fc.property(graphs, ({ resources, order }) => {
        const expected = conforming(resources);
        const { conforms } = answersFor(resources);
        expect(order.map(conforms)).toEqual(order.map((index) => expected[index]));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['a chain', false, 20_000],
    ['a ring', true, 20_000],
  ])('of a long one needs no deep stack: %s', (_name, isRing, size) => {
    const ends = (isSound: boolean) =>
      Array.from({ length: size }, (_, index) => {
        const isLast = index === size - 1;
        return { isSound: isSound || !isLast, targets: isLast && !isRing ? [] : [(index + 1) % size] };
      });
    expect(answersFor(ends(true)).conforms(0)).toBe(true);
    expect(answersFor(ends(false)).conforms(0)).toBe(false);
  });

  it('looks at each of a chain a few times at most', () => {
    const chain = Array.from({ length: 5000 }, (_, index) => ({
      isSound: true,
      targets: index === 4999 ? [] : [index + 1],
    }));
    const { conforms, looks } = answersFor(chain);
    expect(chain.map((_, index) => conforms(index))).not.toContain(false);
    expect(looks()).toBeLessThan(3 * chain.length);
  });
});
