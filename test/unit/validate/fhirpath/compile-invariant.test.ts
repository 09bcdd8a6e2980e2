import { describe, expect, it } from '@jest/globals';
import { loadBaseDefinitions } from '../../../../src/validate/definitions/base-definitions.ts';
import { createTypeModel } from '../../../../src/validate/definitions/create-type-model.ts';
import { compileInvariant } from '../../../../src/validate/fhirpath/compile-invariant.ts';
import { FhirPathError, FhirPathSyntaxError } from '../../../../src/validate/fhirpath/fhirpath-error.ts';
import type { Environment } from '../../../../src/validate/fhirpath/typed-node.ts';

const model = createTypeModel(loadBaseDefinitions());

const patient = {
  resourceType: 'Patient',
  active: false,
  birthDate: '1990-01-02',
  _gender: { extension: [{ url: 'http://example.org/unknown', valueCode: 'asked' }] },
  name: [{ family: 'Lê', given: ['An', 'Bình'] }, { text: 'Bé' }],
  telecom: [{ system: 'phone', value: '0905', rank: 1 }],
  contained: [{ resourceType: 'Organization', id: 'o1', name: 'Trạm' }],
  deceasedDateTime: '2020-01-01',
};

const environment = (more: Partial<Environment> = {}): Environment => {
  const node = { value: patient, type: 'Patient' };
  return { resource: node, rootResource: node, ...more };
};

function holds(text: string, value: unknown = patient, type = 'Patient', more: Partial<Environment> = {}): boolean {
  return compileInvariant(text, model, type)(value, undefined, type, environment(more));
}

describe('a constraint holds', () => {
  it.each([
    'name.exists()',
    'name.given.count() = 2',
    "name.where(family = 'Lê').given.first() = 'An'",
    'telecom.all(system.exists() and rank > 0)',
    'active.not()',
    "gender != 'male'",
    'gender.exists() and gender.hasValue().not()',
    'deceased is dateTime',
    '(deceased is boolean).not()',
    'deceased.as(dateTime) > birthDate',
    "(name.family as String) = 'Lê'",
    "'905'.toInteger().convertsToDecimal()",
    "contained.id = 'o1'",
    "contained.ofType(Organization).name = 'Trạm'",
    "'o1' in %resource.contained.id",
    "%rootResource.contained.id contains 'o1'",
    'name.given.isDistinct()',
    'name.select(given.count()).isDistinct()',
    "name.family.matches('^L') and name.family.matches('^a').not()",
    "telecom.value.substring(1) = '905'",
    'telecom.value.toInteger() = 905',
    "name.tail().text = 'Bé'",
    'iif(active, name.empty(), name.exists())',
    'name.empty() xor photo.empty()',
    'photo.exists() implies name.empty()',
    "name.trace('all').count() > 1",
    'name.given',
    'name',
    'birthDate',
    "conformsTo('http://example.org/p')",
    'name.all(given.exists() or text.exists())',
    '%context.name.count() = 2',
    '(name | telecom).exists()',
    "name.select($this.family & 'x').exists()",
    'telecom.rank + 1 = 2',
    'telecom.rank * 2 = 2',
    'name.given.intersect(name.given).count() = 2',
  ])('%s', (text) => {
    expect(holds(text, patient, 'Patient', { conformsTo: () => true })).toBe(true);
  });
});

describe('a constraint does not hold', () => {
  it.each([
    ['that is false', 'photo.exists()'],
    ['that is a false boolean', 'active'],
    ['whose result is empty', "photo.url = 'x'"],
    ['whose result is empty, from a path', 'photo'],
    ['that needs a single value of a list', "name.given.startsWith('A')"],
    ['that needs a single value of a list, in a comparison', 'name.given > 1'],
    ['that compares what cannot be compared', "telecom.rank > 'x'"],
    ['that casts to an unknown type', '(deceased as Nothing).exists()'],
    ['that knows no such variable', '%unknown.exists()'],
    ['whose profile is not known', "conformsTo('http://example.org/p')"],
    ['whose pattern is none', "birthDate.toString().matches('(')"],
  ])('%s', (_name, text) => {
    expect(holds(text)).toBe(false);
  });
});

describe('a time that is not told', () => {
  it.each(['birthDate <= today()', 'now() > @2000-01-01T00:00:00Z', 'active or timeOfDay() > @T12:00'])(
    'makes no constraint fail: %s',
    (text) => {
      expect(holds(text)).toBe(true);
    },
  );

  it('does not matter where the constraint is decided without it', () => {
    expect(holds('active and birthDate <= today()')).toBe(false);
  });

  it('is no excuse when it is told', () => {
    expect(holds('birthDate <= today()', patient, 'Patient', { now: new Date('1980-03-01T12:00:00Z') })).toBe(false);
  });
});

describe('a value set that cannot be decided', () => {
  const undecided = { memberOf: () => undefined };

  it('makes no constraint fail', () => {
    expect(holds("birthDate.toString().memberOf('http://example.org/vs')", patient, 'Patient', undecided)).toBe(true);
    expect(holds("active or telecom.system.memberOf('http://example.org/vs')", patient, 'Patient', undecided)).toBe(
      true,
    );
  });

  it('does not matter where the constraint is decided without it', () => {
    expect(holds("active and telecom.system.memberOf('x')", patient, 'Patient', undecided)).toBe(false);
  });

  it('is no excuse when it is decided', () => {
    expect(holds("telecom.system.memberOf('x')", patient, 'Patient', { memberOf: () => false })).toBe(false);
  });
});

describe('a constraint on an element', () => {
  it('sees the value and sibling of a primitive', () => {
    const invariant = compileInvariant("hasValue() or extension('http://example.org/why').exists()", model, 'string');
    const why = { extension: [{ url: 'http://example.org/why', valueCode: 'x' }] };
    expect(invariant('a', undefined, 'string', environment())).toBe(true);
    expect(invariant(undefined, why, 'string', environment())).toBe(true);
    expect(invariant(undefined, {}, 'string', environment())).toBe(false);
  });

  it('is decided by the type that the value has', () => {
    const invariant = compileInvariant("low.empty() or low.unit = 'kg'", model, 'Range');
    expect(invariant({ low: { unit: 'kg' } }, undefined, 'Range', environment())).toBe(true);
    expect(invariant({ low: { unit: 'g' } }, undefined, 'Range', environment())).toBe(false);
    expect(invariant(5, undefined, 'decimal', environment())).toBe(true);
    expect(invariant({ low: { unit: 'g' } }, undefined, 'Nonsense', environment())).toBe(false);
  });

  it.each([null, 'text', 7, []])('that is malformed has no elements: %j', (value) => {
    expect(holds('name.empty()', value)).toBe(true);
    expect(holds('name.given.exists()', { name: value })).toBe(false);
  });

  it('of lists, takes as() as a filter', () => {
    expect(holds('descendants().as(code).exists()')).toBe(true);
    expect(holds("contained.as(Organization).name = 'Trạm'")).toBe(true);
  });
});

describe('compileInvariant()', () => {
  it('refuses what is not FHIRPath', () => {
    expect(() => compileInvariant('name.', model, 'Patient')).toThrow(FhirPathSyntaxError);
  });

  it.each(['nothing()', 'name.exists(1, 2)', 'name.where()', 'name.ofType(1)'])('refuses %s', (text) => {
    expect(() => compileInvariant(text, model, 'Patient')).toThrow(FhirPathError);
  });

  it('lets errors of others through', () => {
    const fault = new Error('disk');
    const broken = () => {
      throw fault;
    };
    expect(() => holds("telecom.system.memberOf('x')", patient, 'Patient', { memberOf: broken })).toThrow(fault);
  });

  it('asks the given check of narratives', () => {
    const invariant = compileInvariant('htmlChecks()', model, 'xhtml', {
      isSafeNarrative: (text) => text === '<div/>',
    });
    expect(invariant('<div/>', undefined, 'xhtml', environment())).toBe(true);
    expect(invariant('<script/>', undefined, 'xhtml', environment())).toBe(false);
  });
});
