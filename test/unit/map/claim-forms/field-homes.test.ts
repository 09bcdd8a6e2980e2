import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../../src/config/paths.ts';
import { createValidator } from '../../../../src/validate/validator.ts';
import { claimRecord, FORMS, mapClaim, TABLES } from '../../../support/claim-mapping.ts';
import { readFieldHomes, rowOf, valuesFrom } from '../../../support/field-homes.ts';
import { comparable, thereAndBack } from '../../../support/form-tables.ts';
import { briefOf, errorsOf } from '../../../support/own-package.ts';

/** What XML1 of the same record says: codes, which it alone makes resources of, and no more. */
const SUMMARY = {
  MA_LK: 'LK1',
  MA_BN: 'BN1',
  CHAN_DOAN_RV: 'Viêm phổi',
  MA_BENH_CHINH: 'J18.9',
  MA_BENH_KT: 'I10;E11.9',
  MA_BENH_YHCT: 'U55',
  MA_THE_BHYT: 'XX0000000000001',
};
const CASES = [
  ['XML0', 'xml0-check-in.yaml'],
  ['XML7', 'xml7-discharge-certificate.yaml'],
  ['XML8', 'xml8-record-summary.yaml'],
  ['XML10', 'xml10-pregnancy-leave.yaml'],
  ['XML11', 'xml11-sick-leave.yaml'],
  ['XML13', 'xml13-referral-letter.yaml'],
  ['XML14', 'xml14-revisit-slip.yaml'],
] as const;

const validator = await createValidator({ packages: [PATHS.profiles] });

describe.each(CASES)('%s', (id, file) => {
  const homes = readFieldHomes(file);
  const names = FORMS.forms.find((form) => form.id === id)?.fields.map(({ name }) => name);
  // The check-in comes alone, the others with XML1.
  const record = claimRecord({ ...(id === 'XML0' ? {} : { XML1: [SUMMARY] }), [id]: [rowOf(homes)] });
  const mapped = mapClaim(record);

  it('gives every field of its form a home, and no other', () => {
    expect(Object.keys(TABLES.get(id)?.fields ?? {}).sort()).toEqual([...(names ?? [])].sort());
    expect([...homes.keys()]).toEqual(names);
  });

  it.each([...homes].filter(([, { at }]) => at !== undefined))('%s lives there', (field, { at = '', is }) => {
    expect(valuesFrom(mapped, `${id}[1].${field}`, at)).toContain(is);
  });

  it('comes back to the letter, and nothing is lost', () => {
    expect(mapped.loss).toEqual([]);
    const again = thereAndBack(record);
    expect(again && comparable(again)).toEqual(comparable(record));
  });

  it('makes resources that are valid, also of an empty row', () => {
    const { resources } = mapClaim(claimRecord({ XML1: [SUMMARY], [id]: [{ MA_LK: 'LK1' }] }));
    for (const resource of [...mapped.resources, ...resources]) {
      expect(briefOf(errorsOf(validator.issues(resource)))).toEqual([]);
    }
  });
});
