import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHospital, type Hospital } from '../../src/simulate/hospitals/hospital.ts';
import { type Hoso, type Row, readClaimFile } from '../support/claim-files.ts';
import { runLine } from '../support/whole-line.ts';

const FACILITIES = ['99001', '99011', '99030', '99100'];
const hospital = fc
  .record({
    facility: fc.constantFrom(...FACILITIES),
    seed: fc.string({ maxLength: 12 }),
    now: fc.integer({ min: Date.parse('2025-01-15T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') }),
  })
  .map(({ facility, seed, now }) => ({
    facility,
    open: (): Hospital => createHospital({ facility, seed, clock: () => now }),
  }));

/** Hundredths of a dong, exactly. */
function money(row: Row | undefined, field: string): bigint {
  const text = row?.get(field) ?? '';
  expect(text).toMatch(/^\d+\.\d\d$/);
  return BigInt(text.replace('.', ''));
}

function thousandths(row: Row, field: string): bigint {
  return BigInt((row.get(field) ?? '').replace('.', ''));
}

function checkLines(rows: readonly Row[], hospitalPrice: string, insurancePrice: string): void {
  for (const row of rows) {
    const quantity = thousandths(row, 'SO_LUONG');
    const hospitalAmount = (quantity * thousandths(row, hospitalPrice) + 5_000n) / 10_000n;
    const insuredAmount =
      (quantity * thousandths(row, insurancePrice) * BigInt(row.get('TYLE_TT_BH') ?? '') + 500_000n) / 1_000_000n;
    expect(money(row, 'THANH_TIEN_BV')).toBe(hospitalAmount);
    expect(money(row, 'THANH_TIEN_BH')).toBe(insuredAmount);
    expect(money(row, 'T_BHTT') + money(row, 'T_BNCCT')).toBe(insuredAmount);
    expect(money(row, 'T_BNTT') + money(row, 'T_NGUONKHAC') + insuredAmount).toBe(hospitalAmount);
    expect(money(row, 'T_NGUONKHAC_NSNN')).toBe(money(row, 'T_NGUONKHAC'));
  }
}

function checkSums(record: Hoso): void {
  const [header] = record.get('XML1') ?? [];
  const drugs = record.get('XML2') ?? [];
  const services = record.get('XML3') ?? [];
  const sum = (rows: readonly Row[], field: string): bigint =>
    rows.reduce((total, row) => total + money(row, field), 0n);
  const all = [...drugs, ...services];
  expect(money(header, 'T_THUOC')).toBe(sum(drugs, 'THANH_TIEN_BV'));
  expect(money(header, 'T_VTYT')).toBe(
    sum(
      services.filter((row) => row.get('MA_NHOM') === '10'),
      'THANH_TIEN_BV',
    ),
  );
  expect(money(header, 'T_TONGCHI_BV')).toBe(sum(all, 'THANH_TIEN_BV'));
  expect(money(header, 'T_TONGCHI_BH')).toBe(sum(all, 'THANH_TIEN_BH'));
  for (const field of ['T_BNTT', 'T_BNCCT', 'T_BHTT', 'T_NGUONKHAC'])
    expect(money(header, field)).toBe(sum(all, field));
  expect(money(header, 'T_BHTT')).toBe(money(header, 'T_TONGCHI_BH') - money(header, 'T_BNCCT'));
  expect(money(header, 'T_BHTT_GDV')).toBe(money(header, 'T_BHTT'));
}

describe('traffic of synthetic hospitals', () => {
  it('same seed, same bytes; another call, another record', () => {
    fc.assert(
      fc.property(hospital, ({ open }) => {
        const [one, other] = [open(), open()];
        const sent = one.claimEnvelope({ records: 2 });
        expect(other.claimEnvelope({ records: 2 }).bytes.equals(sent.bytes)).toBe(true);
        expect(one.fhirBundle().bytes.equals(other.fhirBundle().bytes)).toBe(true);
        expect(one.claimEnvelope().keys).not.toEqual(sent.keys.slice(0, 1));
      }),
      { numRuns: 40 },
    );
  });

  it('claims add up to the dong', () => {
    fc.assert(
      fc.property(hospital, ({ open }) => {
        for (const record of readClaimFile(open().claimEnvelope({ records: 3 }).bytes).records) {
          checkLines(record.get('XML2') ?? [], 'DON_GIA', 'DON_GIA');
          checkLines(record.get('XML3') ?? [], 'DON_GIA_BV', 'DON_GIA_BH');
          checkSums(record);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('cards stand in lists of one length', () => {
    fc.assert(
      fc.property(hospital, ({ open }) => {
        const [header] = readClaimFile(open().claimEnvelope({ kinds: ['stay'] }).bytes).records[0]?.get('XML1') ?? [];
        const lengths = ['MA_THE_BHYT', 'MA_DKBD', 'GT_THE_TU', 'GT_THE_DEN'].map(
          (field) => header?.get(field)?.split(';').length,
        );
        expect(new Set(lengths).size).toBe(1);
      }),
      { numRuns: 100 },
    );
  });

  it('passes decode, map and validate without a single issue and without loss', () => {
    fc.assert(
      fc.property(hospital, ({ facility, open }) => {
        const one = open();
        for (const { bytes } of [
          one.claimEnvelope({ records: 2 }),
          one.fhirBundle(),
          one.fhirBundle({ kinds: ['operation'] }),
        ]) {
          const { envelope, records } = runLine(facility, bytes);
          const issues = [...envelope.issues, ...records.flatMap(({ verdict }) => verdict.issues)];
          expect(issues.map(({ rule, place, expression, text }) => [rule.id, place, expression, text.en])).toEqual([]);
          expect(records.flatMap(({ mapped }) => mapped.loss)).toEqual([]);
          expect(envelope.facility ?? facility).toBe(facility);
        }
      }),
      { numRuns: 40 },
    );
  });
});
