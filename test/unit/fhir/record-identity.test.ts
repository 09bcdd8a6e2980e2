import { describe, expect, it } from '@jest/globals';
import { identitiesOf, keyOfIdentity, recordIdentity } from '../../../src/fhir/record-identity.ts';

describe('what a record is known by inside its facility', () => {
  it('a claim and FHIR of the same MA_LK tell of one episode', () => {
    expect(recordIdentity('claim-xml', 'LK1')).toBe('LK1');
    expect(recordIdentity('fhir-json', 'LK1')).toBe('LK1');
  });

  it('a health check of the same MA_LK is another record', () => {
    expect(recordIdentity('health-check-xml', 'LK1')).toBe('health-check-xml/LK1');
  });

  it('what has no key has no identity', () => {
    expect(recordIdentity('document-xml', '')).toBe('');
  });

  it('is found again by its key, and shown by it', () => {
    expect(identitiesOf('LK1')).toContain('emr-export/LK1');
    expect(identitiesOf('LK1').map(keyOfIdentity)).toEqual(expect.arrayContaining(['LK1', 'lk1']));
    expect(keyOfIdentity('a/b')).toBe('a/b');
  });
});
