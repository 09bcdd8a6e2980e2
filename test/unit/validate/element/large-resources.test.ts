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

/** An Observation with as many codes of its own as codes of components. */
function observationOf(size: number): object {
  const codingOf = (code: string) => ({ system: 'urn:a', code });
  const component = Array.from({ length: size }, (_, index) => ({
    code: { coding: [codingOf(`part-${index}`)] },
    valueInteger: index,
  }));
  const coding = Array.from({ length: size }, (_, index) => codingOf(`whole-${index}`));
  return { resourceType: 'Observation', status: 'final', code: { coding }, valueInteger: size, component };
}

const validator = validatorOf(...PROFILES);

/** How often a resource without faults is looked into. */
function looksAt(resource: object): number {
  let looks = 0;
  const watched = counted(resource, () => {
    looks += 1;
  });
  expect(validator.validate(watched)).toEqual([]);
  return looks;
}

describe('a large resource', () => {
  it.each([
    ['Bundle of results', (size: number) => bundleOf(10 * size, 'http://a.vn/fhir/')],
    ['Observation of many codes', observationOf],
  ])('takes work in proportion to its size: %s', (_name, resourceOf) => {
    expect(looksAt(resourceOf(500)) / looksAt(resourceOf(50))).toBeLessThan(12);
  });

  it('of references is followed along a chain of references to its end', () => {
    const found = validator.findings(bundleOf(3000, 'http://a.vn/fhir/', { status: 'amended' }));
    expect(found[0]).toMatchObject({ rule: 'LT-V042', expression: 'Bundle.entry[3].resource.hasMember[0]' });
    expect(found.at(-1)).toMatchObject({ rule: 'LT-V015' });
  });
});
