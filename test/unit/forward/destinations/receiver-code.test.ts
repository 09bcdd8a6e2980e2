import { describe, expect, it } from '@jest/globals';
import { codeOf, faultsOf, receiptOf } from '../../../../src/forward/destinations/receiver-code.ts';

describe('codes of receivers', () => {
  it.each(['CM_SUCCESS', 'ORG_MISMATCH', 'PS_CCCD_DUPLICATE_IN_6_MONTHS', 'ACCEPTED', 'PS_DS_RSA_SIGNATURE_INVALID'])(
    '%s is one',
    (code) => expect(codeOf(code)).toBe(code),
  );

  it.each([
    '',
    'ok',
    'Nguyễn Văn A',
    'PS_001080000001',
    'A',
    'X'.repeat(25),
    'LK_20260705',
    'CM_SUCCESS\n',
    '<b>',
    '__',
  ])('%j is none', (text) => expect(codeOf(text)).toBe(''));

  it('receipts are visible ASCII, the first that is there', () => {
    expect(receiptOf(undefined, 'có dấu', 'DS-1', 'DS-2')).toBe('DS-1');
    expect(receiptOf('', 'a b', 7, null)).toBeUndefined();
    expect(receiptOf('x'.repeat(257))).toBeUndefined();
  });

  it('faults name fields and codes, at most 50', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ field: `XML1[${n}].HO_TEN`, code: 'REQUIRED' }));
    expect(faultsOf(many)).toHaveLength(50);
    expect(
      faultsOf([
        { field: 'HO_TEN: Nguyễn', code: 'X' },
        { field: 'A001080000001', code: 'X' },
      ]),
    ).toEqual([]);
  });
});
