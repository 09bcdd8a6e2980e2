import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { parse } from 'yaml';
import { brief, STRUCTURE_CASES, validatorOf } from '../../../support/structure.ts';

type Content = Readonly<Record<string, unknown>>;

interface RuleCase {
  readonly name: string;
  readonly type: string;
  readonly elements: readonly ElementDefinition[];
  readonly keeps: Content;
  readonly breaks: Content;
  readonly issues: readonly string[];
}

interface RefusedCase {
  readonly name: string;
  readonly elements: readonly ElementDefinition[];
  readonly why: string;
}

const table = parse(readFileSync(join(STRUCTURE_CASES, 'profile-rules.yaml'), 'utf8')) as {
  readonly 'keeps-and-breaks': readonly RuleCase[];
  readonly refused: readonly RefusedCase[];
};

const MINIMAL: Readonly<Record<string, Content>> = {
  Patient: {},
  Organization: {},
  Observation: { status: 'final', code: { text: 'a' } },
};

function profileOf(type: string, elements: readonly ElementDefinition[], more: Partial<StructureDefinition> = {}) {
  return {
    resourceType: 'StructureDefinition',
    url: 'urn:test:profile',
    name: 'Test',
    status: 'draft',
    kind: 'resource',
    abstract: false,
    type,
    baseDefinition: `http://hl7.org/fhir/StructureDefinition/${type}`,
    derivation: 'constraint',
    differential: { element: [{ id: type, path: type }, ...elements] },
    ...more,
  } as StructureDefinition;
}

function claiming(type: string, content: Content, profile = 'urn:test:profile'): unknown {
  return { resourceType: type, meta: { profile: [profile] }, ...MINIMAL[type], ...content };
}

describe('a rule of a profile', () => {
  const cases = table['keeps-and-breaks'].map((one, index) => ({ ...one, url: `urn:test:rule:${index}` }));
  const profiles = cases.map(({ type, elements, url }) => profileOf(type, elements, { url }));
  const validator = validatorOf(...profiles);

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, { type, url, keeps, breaks, issues }) => {
    expect(brief(validator.validate(claiming(type, keeps, url)))).toEqual([]);
    expect(brief(validator.validate(claiming(type, breaks, url)))).toEqual(issues);
  });
});

describe('a profile that is at odds with its base', () => {
  it.each(table.refused)('is refused when it is made ready: $name', ({ elements, why }) => {
    const validator = validatorOf(profileOf('Patient', elements));
    expect(() => validator.warmUp(['urn:test:profile'])).toThrow('urn:test:profile');
    expect(() => validator.warmUp(['urn:test:profile'])).toThrow(why);
    const [issue] = validator.validate(claiming('Patient', {}));
    expect(issue?.expression).toBe('Patient.meta.profile[0]');
  });

  it.each([
    ['a base that is not there', 'urn:test:nowhere', 'LT-V250'],
    ['itself as its base', 'urn:test:profile', 'LT-V251'],
  ])('is conformed to by nothing when it has %s', (_name, baseDefinition, rule) => {
    const validator = validatorOf(profileOf('Patient', [], { baseDefinition }));
    expect(() => validator.warmUp(['urn:test:profile'])).toThrow('urn:test:profile');
    expect(brief(validator.validate(claiming('Patient', {})))).toEqual([`${rule} Patient.meta.profile[0]`]);
    expect(brief(validator.validate({ resourceType: 'Patient' }, { profiles: ['urn:test:profile'] }))).toEqual([
      `${rule} Patient`,
    ]);
  });
});

describe('meta.profile', () => {
  const asksGender = profileOf('Patient', [{ path: 'Patient.gender', min: 1 } as ElementDefinition], {
    version: '1.2.0',
  });
  const asksName = profileOf('Patient', [{ path: 'Patient.name', min: 1 } as ElementDefinition], {
    url: 'urn:test:derived',
    baseDefinition: 'urn:test:profile',
  });
  const validator = validatorOf(asksGender, asksName);

  function check(resource: unknown): string[] {
    return brief(validator.validate(resource));
  }

  it('brings the rules of the profile and of those that it builds on', () => {
    const issues = check(claiming('Patient', {}, 'urn:test:derived'));
    expect(issues.sort()).toEqual(['LT-V022 Patient.gender', 'LT-V022 Patient.name']);
  });

  it('brings narrowings that go on from one profile to the next', () => {
    const base = profileOf('Observation', [
      { path: 'Observation.status', fixedCode: 'amended' } as ElementDefinition,
      { path: 'Observation.value[x]', min: 1, type: [{ code: 'Quantity' }] } as ElementDefinition,
    ]);
    const derived = (...elements: ElementDefinition[]) =>
      profileOf('Observation', elements, { url: 'urn:test:derived', baseDefinition: 'urn:test:profile' });
    const load = (element: Partial<ElementDefinition>) => validatorOf(base, derived(element as ElementDefinition));

    const resource = claiming('Observation', { valueQuantity: { value: 1 } }, 'urn:test:derived');
    expect(brief(load({ path: 'Observation.value[x].unit', min: 1 }).validate(resource))).toEqual([
      'LT-V024 Observation.status',
      'LT-V022 Observation.value.unit',
    ]);
    expect(brief(load({ path: 'Observation.status', mustSupport: true }).validate(resource))).toEqual([
      'LT-V024 Observation.status',
    ]);
    const ready = (element: Partial<ElementDefinition>) => () => load(element).warmUp(['urn:test:derived']);
    expect(ready({ path: 'Observation.value[x]', min: 0 })).toThrow('loosens min');
    expect(ready({ path: 'Observation.value[x]', type: [{ code: 'string' }] })).toThrow('does not allow');
  });

  it('may name a version', () => {
    expect(check(claiming('Patient', {}, 'urn:test:profile|1.2.0'))).toEqual(['LT-V022 Patient.gender']);
    expect(check(claiming('Patient', {}, 'urn:test:profile|9'))).toEqual(['LT-V020 Patient.meta.profile[0]']);
  });

  it('may name the type itself', () => {
    expect(check(claiming('Patient', {}, 'http://hl7.org/fhir/StructureDefinition/Patient'))).toEqual([]);
  });

  it('that is not known is a warning and does not hold the record back', () => {
    const [issue] = validator.validate(claiming('Patient', {}, 'urn:test:other'));
    expect(issue?.rule).toMatchObject({ id: 'LT-V020', severity: 'warning', action: 'accept' });
    expect(JSON.stringify(issue?.text)).not.toContain('urn:test:other');
  });

  it('of another resource type is a fault', () => {
    expect(check(claiming('Organization', { name: 'a' }))).toEqual(['LT-V021 Organization.meta.profile[0]']);
  });

  it('counts in every resource of a Bundle, of contained and of Parameters', () => {
    const patient = claiming('Patient', {});
    const parameters = {
      resourceType: 'Parameters',
      parameter: [{ name: 'a', part: [{ name: 'b', resource: patient }] }],
    };
    const contained = { ...(patient as object), id: 'p' };
    const person = { resourceType: 'Person', contained: [contained], link: [{ target: { reference: '#p' } }] };
    const entry = [parameters, person].map((resource, index) => ({ fullUrl: `urn:oid:1.2.${index}`, resource }));
    expect(check({ resourceType: 'Bundle', type: 'collection', entry })).toEqual([
      'LT-V022 Bundle.entry[0].resource.parameter[0].part[0].resource.gender',
      'LT-V022 Bundle.entry[1].resource.contained[0].gender',
    ]);
  });

  it('is reported beside the faults against R4', () => {
    expect(check(claiming('Patient', { name: 'a' }, 'urn:test:derived'))).toEqual([
      'LT-V005 Patient.name',
      'LT-V022 Patient.gender',
    ]);
  });

  it.each([[null], [[1, null, {}]], [{}]])('that is no list of URLs (%j) is a fault against R4 only', (profile) => {
    const issues = check({ resourceType: 'Patient', meta: { profile } });
    expect(issues.filter((issue) => !/^LT-V0(?:0[0-9]|20) /.test(issue))).toEqual([]);
    expect(issues).not.toEqual([]);
  });
});
