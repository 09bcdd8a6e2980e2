import { describe, expect, it } from '@jest/globals';
import { type AcceptedRecord, checkEffects } from '../../../src/simulate/check-effects.ts';
import type { Effect } from '../../../src/simulate/effect.ts';

function accepted(...digests: readonly string[]): readonly AcceptedRecord[] {
  // `a1` is version 1 of record a; records a and b are of one patient, c of another, n of none.
  const patients: Readonly<Record<string, string>> = { a: 'Patient/1', b: 'Patient/1', c: 'Patient/2' };
  return digests.map((digest) => {
    const recordKey = digest.slice(0, 1);
    return { facility: '99001', recordKey, patient: patients[recordKey] ?? null, digest };
  });
}

/** A `=` before a digest: the commit changed nothing. */
function effects(...digests: readonly string[]): readonly Effect[] {
  return digests.map((text, index) => {
    const digest = text.replace('=', '');
    return { key: `k${index}`, order: index + 1, at: index, digest, resources: [], changed: text === digest ? 3 : 0 };
  });
}

function check(sent: readonly string[], arrived: readonly string[]) {
  const { delivered, lost, doubled, phantom, reordered } = checkEffects(accepted(...sent), effects(...arrived));
  const digests = (list: readonly { readonly digest: string }[]) => list.map(({ digest }) => digest);
  return {
    delivered,
    lost: digests(lost),
    doubled: digests(doubled),
    phantom: digests(phantom),
    reordered: digests(reordered),
  };
}

const CLEAN = { lost: [], doubled: [], phantom: [], reordered: [] };

describe('checker of effects', () => {
  it.each([
    ['everything once, in order', ['a1', 'b1', 'c1', 'n1'], ['a1', 'b1', 'c1', 'n1'], 4],
    ['other patients in any order', ['a1', 'c1', 'b1'], ['c1', 'a1', 'b1'], 3],
    ['records without a patient in any order', ['n1', 'm1'], ['m1', 'n1'], 2],
    ['versions of one record', ['a1', 'a2', 'a1'], ['a1', 'a2', 'a1'], 3],
    ['the same version sent twice, effective once', ['a1', 'a1'], ['a1'], 1],
    ['a repeat that changed nothing', ['a1', 'a2'], ['a1', '=a1', 'a2', '=a2'], 2],
    ['a repeat before the version comes again', ['a1', 'a2', 'a1'], ['a1', '=a1', 'a2', 'a1'], 3],
    ['a first delivery that changed nothing', ['a1', 'b1'], ['a1', '=b1'], 2],
    ['nothing at all', [], [], 0],
  ])('finds nothing wrong with %s', (_what, sent, arrived, delivered) => {
    expect(check(sent, arrived)).toEqual({ ...CLEAN, delivered });
  });

  it('names what is lost', () => {
    expect(check(['a1', 'b1', 'c1'], ['b1'])).toEqual({ ...CLEAN, delivered: 1, lost: ['a1', 'c1'] });
  });

  it('names a version that is lost although the next one arrived', () => {
    expect(check(['a1', 'a2'], ['a2'])).toEqual({ ...CLEAN, delivered: 1, lost: ['a1'] });
  });

  it('names what took effect twice', () => {
    expect(check(['a1', 'a2'], ['a1', 'a2', 'a1'])).toEqual({ ...CLEAN, delivered: 2, doubled: ['a1'] });
    expect(check(['c1'], ['c1', 'c1'])).toEqual({ ...CLEAN, delivered: 1, doubled: ['c1'] });
  });

  it('names what was never accepted', () => {
    expect(check(['a1'], ['a1', 'x1'])).toEqual({ ...CLEAN, delivered: 1, phantom: ['x1'] });
  });

  it('names what came too late for its patient', () => {
    expect(check(['a1', 'b1', 'c1'], ['b1', 'a1', 'c1'])).toEqual({ ...CLEAN, delivered: 3, reordered: ['a1'] });
    expect(check(['n1', 'n2'], ['n2', 'n1'])).toEqual({ ...CLEAN, delivered: 2, reordered: ['n1'] });
  });
});
