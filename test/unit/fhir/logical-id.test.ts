import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deriveLogicalId, scopeLogicalId } from '../../../src/fhir/logical-id.ts';

const FHIR_ID = /^[A-Za-z0-9.-]{1,64}$/;

describe('deriveLogicalId', () => {
  it('is a FHIR id that tells its facility, and stays what it was', () => {
    expect(deriveLogicalId('99001', 'Encounter', 'LK1')).toBe('99001-5l72ll6o8on2mv2vre55p01t');
  });

  it('what belongs to one record shares its beginning', () => {
    const [a, b, other] = [
      deriveLogicalId('99001', 'Observation', 'LK1', 'XML4', 'Glucose'),
      deriveLogicalId('99001', 'Condition', 'LK1', 'main'),
      deriveLogicalId('99001', 'Condition', 'LK2', 'main'),
    ].map((id) => id.slice(0, 14));
    expect(a).toBe(b);
    expect(a).not.toBe(other);
  });

  it('differs when any part, or the border between parts, differs', () => {
    const parts = fc
      .tuple(fc.string(), fc.string(), fc.string(), fc.string())
      .filter((each) => !each.join('').includes('\0'));
    fc.assert(
      fc.property(parts, parts, (one, two) => {
        const [a, b] = [one, two].map(([type, owner, ...rest]) => deriveLogicalId('99001', type, owner, ...rest));
        expect(a).toMatch(FHIR_ID);
        expect(a === b).toBe(one.join('\0') === two.join('\0'));
      }),
    );
    expect(deriveLogicalId('99001', 'X', 'ab', 'c')).not.toBe(deriveLogicalId('99001', 'X', 'a', 'bc'));
  });
});

describe('scopeLogicalId', () => {
  it.each([
    ['a short id stays readable', 'p1', '99001-p1'],
    ['up to 64 characters', 'x'.repeat(58), `99001-${'x'.repeat(58)}`],
  ])('%s', (_name, id, expected) => expect(scopeLogicalId('99001', 'Patient', id)).toBe(expected));

  it('a longer one is derived', () => {
    const id = scopeLogicalId('99001', 'Patient', 'x'.repeat(64));
    expect(id).toMatch(FHIR_ID);
    expect(id).not.toContain('xx');
  });
});
