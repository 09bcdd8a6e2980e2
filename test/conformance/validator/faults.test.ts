import { beforeAll, describe, expect, it } from '@jest/globals';
import { createValidator, type Validator } from '../../../src/validate/validator.ts';
import { edited } from '../../support/edited-resource.ts';
import {
  errorsIn,
  FAULT_KINDS,
  type FaultCase,
  VALID_RESOURCES,
  validResource,
} from '../../support/validator-cases.ts';

describe('createValidator', () => {
  let validator: Validator;

  beforeAll(async () => {
    validator = await createValidator();
  });

  it.each(Object.entries(VALID_RESOURCES))('accepts the valid %s', (_name, resource) => {
    expect(errorsIn(validator.validate(resource))).toEqual([]);
  });

  describe.each(FAULT_KINDS)('finds: %s', (_kind, cases) => {
    it.each(cases.map((fault): [string, FaultCase] => [summary(fault), fault]))('%s', (_summary, fault) => {
      const errors = errorsIn(validator.validate(edited(validResource(fault.of), fault)));
      const here = errors.filter((error) => error.startsWith(`${fault.at} [`));
      expect({ errors, here }).toMatchObject({
        here: expect.arrayContaining([expect.stringContaining(fault.key ?? '')]),
      });
    });
  });
});

function summary({ of, put = {}, add = {}, drop = [], at }: FaultCase): string {
  return `${of}: ${JSON.stringify({ ...put, ...add })} ${drop.map((place) => `-${place}`).join(' ')} => ${at}`;
}
