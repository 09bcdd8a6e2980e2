import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { askedBy, instanceOf, readProfileCases, validatorOfCase } from '../support/profile-tables.ts';
import { STRUCTURE_CASES } from '../support/structure.ts';

type Holder = Record<string, unknown>;

const rows = readdirSync(join(STRUCTURE_CASES, 'profiles'))
  .flatMap((file) => readProfileCases(file))
  .flatMap(([, one]) => {
    const validator = validatorOfCase(one);
    return one.rows.map((row) => ({ validator, instance: instanceOf(one, row), asked: askedBy(row) }));
  });

/** What no sender means, but may send; among it what has the names of what every object has. */
const nonsense = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    [null],
    [[]],
    { toString: 1, valueOf: 1 },
    { resourceType: 'constructor' },
    { resourceType: 'Patient' },
    { reference: { length: 1 } },
    { reference: '#' },
    [{ reference: 'urn:oid:1.2.1' }],
    { extension: [null, { url: {} }] },
    '__proto__',
    '#p',
    Number.POSITIVE_INFINITY,
  ),
);

/** Every place in a value: what it stands in, and its name there. */
function placesIn(value: unknown): (readonly [Holder, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[value as Holder, name] as const, ...placesIn(inner)]);
}

it('decides of whatever is put into a resource with profiles, and never throws', () => {
  const edits = fc.array(fc.record({ at: fc.nat(10_000), by: nonsense }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.constantFrom(...rows), edits, ({ validator, instance, asked }, changes) => {
      const changed = structuredClone(instance);
      for (const { at, by } of changes) {
        const places = placesIn(changed).filter(([, name]) => name !== 'meta');
        const [holder, name] = places[at % places.length] ?? [{}, ''];
        holder[name] = structuredClone(by);
      }
      const findings = validator.findings(changed, asked);
      expect(findings.every(({ rule }) => /^LT-V\d{3}$/.test(rule))).toBe(true);
    }),
    { numRuns: 1500 },
  );
});
