import { describe, expect, it } from '@jest/globals';
import { MAX_LISTED_FINDINGS } from '../../../../src/validate/element/visit.ts';
import { brief, validatorOf } from '../../../support/structure.ts';

const validator = validatorOf();

describe('where an issue stands', () => {
  const resource = { resourceType: 'Patient', birthDate: '1980-02-30', name: [{ _given: [{ extension: [{}] }] }] };

  it('is told from the type of the resource', () => {
    expect(brief(validator.validate(resource))).toEqual([
      'LT-V004 Patient.birthDate',
      'LT-V008 Patient.name[0].given[0].extension[0]',
      'LT-V002 Patient.name[0].given[0].extension[0].url',
      'LT-V013 Patient.name[0].given[0].extension[0]',
    ]);
  });

  it('is told from where the resource stands', () => {
    const [issue] = validator.validate(resource, { expression: 'Bundle.entry[3].resource' });
    expect(issue?.expression).toBe('Bundle.entry[3].resource.birthDate');
  });

  it.each([
    [null, 'LT-V007 Resource'],
    ['Patient', 'LT-V007 Resource'],
    [[], 'LT-V006 Resource'],
    [{}, 'LT-V011 Resource.resourceType'],
    [{ resourceType: 'patient' }, 'LT-V011 Resource.resourceType'],
    [{ resourceType: 'HumanName', text: 'a' }, 'LT-V011 Resource.resourceType'],
    [{ resourceType: ['Patient'] }, 'LT-V011 Resource.resourceType'],
    [{ resourceType: '__proto__' }, 'LT-V011 Resource.resourceType'],
  ])('is the whole when it is no resource: %j', (value, issue) => {
    expect(brief(validator.validate(value))).toEqual([issue]);
  });
});

describe('texts', () => {
  const secret = 'Nguyễn Văn A 051099000001';
  const issues = validator.validate({
    resourceType: 'Patient',
    id: secret,
    gender: secret,
    birthDate: secret,
    [secret]: secret,
    meta: { profile: [secret] },
    contained: [{ resourceType: secret }],
    extension: [{ url: secret, valueInteger: secret }],
  });

  it('never repeat what was sent', () => {
    expect(issues.length).toBeGreaterThan(6);
    expect(JSON.stringify(issues)).not.toContain(secret);
  });

  it('have all their words filled in', () => {
    expect(issues.flatMap(({ text }) => [text.vi, text.en]).filter((text) => /\{\w+\}/.test(text))).toEqual([]);
  });

  it('name the element and the form that is expected', () => {
    const text = issues.find(({ expression }) => expression === 'Patient.birthDate')?.text;
    expect(text?.vi).toContain('birthDate không đúng dạng của kiểu date (YYYY | YYYY-MM | YYYY-MM-DD)');
    expect(text?.en).toContain('birthDate does not have the form of type date');
  });
});

describe('JSON.parse and objects that were made', () => {
  it('an own __proto__ is an unknown element', () => {
    const resource: unknown = JSON.parse('{"resourceType":"Patient","__proto__":{"gender":"x"}}');
    expect(brief(validator.validate(resource))).toEqual(['LT-V001 Patient']);
  });

  it('a property that is undefined is not there', () => {
    const resource = {
      resourceType: 'Patient',
      gender: undefined,
      foo: undefined,
      name: [{ text: 'a', use: undefined }],
    };
    expect(validator.validate(resource)).toEqual([]);
    expect(brief(validator.validate({ resourceType: 'Patient', name: [{ text: undefined }] }))).toEqual([
      'LT-V008 Patient.name[0]',
    ]);
  });
});

describe('hostile input', () => {
  it('nested deeper than the stack is one issue', () => {
    let extension: object = { url: 'urn:a', valueString: 'a' };
    for (let depth = 0; depth < 100_000; depth += 1) extension = { url: 'urn:a', extension: [extension] };
    expect(brief(validator.validate({ resourceType: 'Patient', extension: [extension] }))).toEqual(['LT-V014 Patient']);
  });

  it.each([
    ['wrong values', { name: Array.from({ length: 50_000 }, () => ({ text: 1 })) }],
    ['unknown elements', Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`x${index}`, 1]))],
    ['empty elements', { name: Array.from({ length: 50_000 }, () => ({})) }],
  ])('50,000 %s give a list that a person can read', (_name, content) => {
    const issues = validator.validate({ resourceType: 'Patient', ...content });
    expect(issues).toHaveLength(MAX_LISTED_FINDINGS + 1);
    expect(issues.at(-1)?.rule.id).toBe('LT-V015');
  });
});

describe('types', () => {
  it.each(['Patient', 'Bundle', 'Parameters'])('%s is one', (name) => {
    expect(validator.isType(name)).toBe(true);
  });

  it.each(['patient', 'Resource', 'DomainResource', 'HumanName', 'SubscriptionStatus', 'constructor', ''])(
    '%j is none',
    (name) => {
      expect(validator.isType(name)).toBe(false);
    },
  );

  it('can be loaded beforehand, unknown ones not', () => {
    expect(() => validator.warmUp(['Patient', 'Bundle'])).not.toThrow();
    expect(() => validator.warmUp(['Nothing'])).toThrow('Nothing');
  });
});
