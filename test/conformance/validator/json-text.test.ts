import { beforeAll, describe, expect, it } from '@jest/globals';
import { createValidator, type Validator } from '../../../src/validate/validator.ts';
import { errorsIn, TEXT_FAULT_KINDS, VALID_RESOURCES, validResource } from '../../support/validator-cases.ts';

describe('createValidator, of JSON text', () => {
  let validator: Validator;

  beforeAll(async () => {
    validator = await createValidator();
  });

  it.each(Object.entries(VALID_RESOURCES))('accepts the valid %s, however it is spaced', (_name, resource) => {
    expect(errorsIn(validator.validate(JSON.stringify(resource)))).toEqual([]);
    expect(errorsIn(validator.validate(JSON.stringify(resource, null, '\t')))).toEqual([]);
  });

  describe.each(TEXT_FAULT_KINDS)('refuses: %s', (_kind, cases) => {
    it.each(cases)('$of $replace -> $by $text', ({ of, replace = '', by = '', text }) => {
      const valid = JSON.stringify(validResource(of));
      expect(valid).toContain(replace);
      expect(errorsIn(validator.validate(text ?? valid.replace(replace, by)))).not.toEqual([]);
    });
  });

  it('names line and column of what it finds', () => {
    const text = JSON.stringify({ ...validResource('organization'), active: 'yes' }, null, 2);
    const line = text.split('\n').findIndex((each) => each.includes('"active"')) + 1;
    const { issue } = validator.validate(text);
    expect(issue).toContainEqual(
      expect.objectContaining({
        expression: ['Organization.active'],
        diagnostics: expect.stringMatching(`\\b${line}\\b`),
      }),
    );
  });
});
