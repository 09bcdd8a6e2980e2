import { describe, expect, it } from '@jest/globals';
import { structureOf } from '../../../support/profile-tables.ts';
import { validatorOf } from '../../../support/structure.ts';

const PROFILES = [
  structureOf({
    name: 'result',
    type: 'Observation',
    elements: [
      { path: 'Observation.status', fixedCode: 'final' },
      {
        path: 'Observation.subject',
        min: 1,
        type: [{ code: 'Reference', targetProfile: ['urn:test:person'], aggregation: ['bundled'] }],
      },
      { path: 'Observation.hasMember', type: [{ code: 'Reference', targetProfile: ['urn:test:result'] }] },
    ],
  }),
  structureOf({ name: 'person', type: 'Patient', elements: [{ path: 'Patient.gender', min: 1 }] }),
];

/** A Bundle of results, each of which refers to a patient and to the one before it. */
function bundleOf(size: number, base: string, last: object = {}): object {
  const patients = Array.from({ length: 3 }, (_, index) => ({
    fullUrl: `${base}Patient/${index}`,
    resource: { resourceType: 'Patient', id: `${index}`, gender: 'male' },
  }));
  const results = Array.from({ length: size }, (_, index) => ({
    fullUrl: `${base}Observation/${index}`,
    resource: {
      resourceType: 'Observation',
      id: `${index}`,
      meta: { profile: ['urn:test:result'] },
      status: 'final',
      code: { text: 'a' },
      subject: { reference: index % 2 === 0 ? `Patient/${index % 3}` : `${base}Patient/${index % 3}` },
      ...(index > 0 && { hasMember: [{ reference: `Observation/${index - 1}` }] }),
      ...(index === 0 && last),
    },
  }));
  return { resourceType: 'Bundle', type: 'collection', entry: [...patients, ...results.reverse()] };
}

/** The same value, with every look at what is in it counted. */
function counted(value: unknown, count: () => void): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const inner = Array.isArray(value)
    ? value.map((item) => counted(item, count))
    : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, counted(item, count)]));
  return new Proxy(inner, {
    get(target, name, receiver) {
      count();
      return Reflect.get(target, name, receiver) as unknown;
    },
    ownKeys(target) {
      count();
      return Reflect.ownKeys(target);
    },
  });
}

describe('a large Bundle', () => {
  const validator = validatorOf(...PROFILES);

  function looksAt(size: number): number {
    let looks = 0;
    const bundle = counted(bundleOf(size, 'http://a.vn/fhir/'), () => {
      looks += 1;
    });
    expect(validator.findings(bundle)).toEqual([]);
    return looks;
  }

  it('takes work in proportion to its entries', () => {
    expect(looksAt(5000) / looksAt(500)).toBeLessThan(12);
  });

  it('is followed along a chain of references to its end', () => {
    const found = validator.findings(bundleOf(3000, 'http://a.vn/fhir/', { status: 'amended' }));
    expect(found[0]).toMatchObject({ rule: 'LT-V042', expression: 'Bundle.entry[3].resource.hasMember[0]' });
    expect(found.at(-1)).toMatchObject({ rule: 'LT-V015' });
  });
});
