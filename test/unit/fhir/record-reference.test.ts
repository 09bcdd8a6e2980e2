import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  parseRecordFileName,
  parseRecordHeader,
  recordFileName,
  recordHeader,
  recordPath,
  recordReferenceOf,
} from '../../../src/fhir/record-reference.ts';

const DELIVERY = {
  facility: '99001',
  recordKey: 'health-check-xml/LK 1/Ă',
  recordId: '01997a00-0000-7000-8000-000000000001',
  version: 12,
  // Half past midnight in Việt Nam: still the day before in UTC.
  receivedAt: Date.parse('2026-11-22T00:30:00+07:00'),
};
const PATH = createHash('sha256').update('99001\0health-check-xml/LK 1/Ă', 'utf8').digest('hex');
const REFERENCE = { facility: '99001', day: '2026-11-22', path: PATH, version: 12 };

describe('the reference of a record version', () => {
  it('tells facility, day of receipt in Việt Nam, path and version, and no key', () => {
    expect(recordPath('99001', 'health-check-xml/LK 1/Ă')).toBe(PATH);
    expect(recordReferenceOf(DELIVERY)).toEqual(REFERENCE);
    expect(recordHeader(DELIVERY)).toEqual({ 'lt-record': `99001 2026-11-22 ${PATH} 12` });
    expect(recordFileName(DELIVERY, 'json')).toBe(
      `2026-11-22/99001/01997a00-0000-7000-8000-000000000001-${PATH}-v12.json`,
    );
  });

  it('is read back from the header and from the name', () => {
    expect(parseRecordHeader(recordHeader(DELIVERY)['lt-record'])).toEqual(REFERENCE);
    expect(parseRecordFileName(recordFileName(DELIVERY, 'ndjson'))).toEqual(REFERENCE);
  });

  it.each([
    '',
    `99001 2026-11-22 ${PATH}`,
    `99001 2026-02-30 ${PATH} 1`,
    `99001 2026-11-22 ${PATH} 0`,
    `99001 2026-11-22 ${PATH} 1 `,
    `99001 2026-11-22 ${PATH.toUpperCase()} 1`,
    `99001 2026-11-22 ${PATH.slice(1)} 1`,
    `../.. 2026-11-22 ${PATH} 1`,
  ])('header %j is none', (text) => expect(parseRecordHeader(text)).toBeUndefined());

  it.each([
    `2026-11-22/99001/.01997a00-0000-7000-8000-000000000001-${PATH}-v1.json.1.part`,
    `2026-11-22/99001/${PATH}-v1.json`,
    `2026-11-22/99001/x/01997a00-0000-7000-8000-000000000001-${PATH}-v1.json`,
    `2026-13-01/99001/01997a00-0000-7000-8000-000000000001-${PATH}-v1.json`,
    'README.txt',
  ])('name %s is none', (name) => expect(parseRecordFileName(name)).toBeUndefined());
});
