import { describe, expect, it } from '@jest/globals';
import type { OperationOutcome, ValueSet } from '@medplum/fhirtypes';
import type { createValidator as createFromLibrary, Validator as LibraryValidator } from 'lien-thong/validator';
import { createValidator } from '../../../src/validate/validator.ts';

/** What lib/validator.d.mts says is what the program has: the type check fails when they part. */
const library: typeof createFromLibrary = createValidator;

describe('types of the library', () => {
  it('fit those of FHIR', async () => {
    const validator: LibraryValidator = await library();
    const valueSet: ValueSet = { resourceType: 'ValueSet', status: 'draft' };
    const outcome: OperationOutcome = validator.validate(valueSet, { resources: [valueSet] });
    expect(outcome.resourceType).toBe('OperationOutcome');
  });
});
