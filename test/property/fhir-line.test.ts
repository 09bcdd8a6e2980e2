import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHospital } from '../../src/simulate/hospitals/hospital.ts';
import { runLine } from '../support/whole-line.ts';

const hospital = createHospital({
  facility: '99001',
  seed: 'fhir-line',
  clock: () => Date.parse('2026-11-20T08:00:00Z'),
});
const bundle = JSON.parse(hospital.fhirBundle({ kinds: ['visit'] }).bytes.toString()) as object;

/** Every way to an element of the Bundle. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, child]) => pathsOf(child, [...path, name]))];
}

function replaceAt(value: unknown, [name, ...rest]: readonly (string | number)[], wrong: unknown): unknown {
  if (name === undefined) return wrong;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  (copy as Record<string | number, unknown>)[name] = replaceAt(
    (value as Record<string | number, unknown>)[name],
    rest,
    wrong,
  );
  return copy;
}

describe('a Bundle with a wrong type anywhere', () => {
  it('is judged, never thrown on', () => {
    const paths = fc.constantFrom(...pathsOf(bundle).filter((path) => path.length > 0));
    const wrong = fc.constantFrom(null, 5, true, 'x', '', [], {}, [null], [[]], [5]);
    fc.assert(
      fc.property(paths, wrong, (path, value) => {
        const { envelope, records } = runLine('99001', Buffer.from(JSON.stringify(replaceAt(bundle, path, value))));
        expect(envelope.issues.length + records.length).toBeGreaterThan(0);
      }),
      { numRuns: 1_500 },
    );
  });
});
