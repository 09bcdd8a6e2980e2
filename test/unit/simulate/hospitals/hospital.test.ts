import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Bundle, Encounter, Patient } from '@medplum/fhirtypes';
import { PATHS } from '../../../../src/config/paths.ts';
import { loadForms } from '../../../../src/fhir/forms.ts';
import { createHospital, type Hospital } from '../../../../src/simulate/hospitals/hospital.ts';
import { COMMUNES } from '../../../../src/simulate/hospitals/vocabulary/communes.ts';
import { ILLNESSES } from '../../../../src/simulate/hospitals/vocabulary/illnesses.ts';
import { type Hoso, readClaimFile } from '../../../support/claim-files.ts';
import { runLine } from '../../../support/whole-line.ts';

const FACILITY = '99001';
const NOW = Date.parse('2026-11-22T08:00:00+07:00');
const open = (seed = 'test'): Hospital => createHospital({ facility: FACILITY, seed, clock: () => NOW });
const { forms } = loadForms(join(PATHS.mappings, 'forms'));

function onlyRecord(bytes: Buffer): Hoso {
  const [record] = readClaimFile(bytes).records;
  if (record === undefined) throw new Error('no record');
  return record;
}

describe('vocabulary', () => {
  it('has the 96 communes, each once', () => {
    expect(new Set(COMMUNES.map(({ code }) => code)).size).toBe(96);
    expect(
      COMMUNES.filter(({ code, name }) => !/^\d{5}$/.test(code) || !/^(?:Xã|Phường|Đặc khu) \S/.test(name)),
    ).toEqual([]);
  });

  it('has every kind of care', () => {
    expect(new Set(ILLNESSES.map(({ kind }) => kind))).toEqual(new Set(['visit', 'course', 'stay', 'operation']));
  });
});

describe('claimEnvelope', () => {
  it('writes every field of every table, in the order of the form', () => {
    const record = onlyRecord(open().claimEnvelope({ kinds: ['operation'] }).bytes);
    expect([...record.keys()]).toEqual(['XML1', 'XML2', 'XML3', 'XML4', 'XML5', 'XML7', 'XML8', 'XML14']);
    for (const [name, rows] of record) {
      const expected = forms.find(({ id }) => id === name)?.fields.map((field) => field.name);
      for (const row of rows) expect([...row.keys()]).toEqual(expected);
    }
  });

  it('puts as many records into an envelope as asked for, each under its own key', () => {
    const sent = open().claimEnvelope({ records: 3 });
    const file = readClaimFile(sent.bytes);
    expect(file).toMatchObject({ declared: 3, facility: FACILITY });
    const keys = file.records.map((record) => record.get('XML1')?.[0]?.get('MA_LK'));
    expect(keys).toEqual(sent.keys);
    expect(new Set(keys).size).toBe(3);
  });

  it('admits nobody who only comes for a visit', () => {
    const record = onlyRecord(open().claimEnvelope({ kinds: ['visit'] }).bytes);
    expect(record.get('XML1')?.[0]?.get('MA_LOAI_KCB')).toBe('01');
    expect(record.get('XML1')?.[0]?.get('NGAY_VAO_NOI_TRU')).toBe('');
    expect(record.has('XML5')).toBe(false);
  });

  it('ends care shortly before the clock, and begins it earlier', () => {
    const [encounter] = open().claimEnvelope({ kinds: ['stay'] }).encounters;
    expect(encounter?.endedAt).toBeLessThan(NOW);
    expect(encounter?.endedAt).toBeGreaterThan(NOW - 7 * 3_600_000);
    expect(encounter?.arrivedAt).toBeLessThan(encounter?.endedAt ?? 0);
  });

  it('gives the sizes that a gateway is measured with: about 40 KB, 40 to 100 resources when admitted', () => {
    const hospital = open('sizes');
    const sent = Array.from({ length: 100 }, () => hospital.claimEnvelope());
    const bytes = sent.reduce((sum, one) => sum + one.bytes.length, 0) / sent.length;
    expect(bytes).toBeGreaterThan(30_000);
    expect(bytes).toBeLessThan(60_000);
    const resources = sent.flatMap(({ bytes: file }) =>
      runLine(FACILITY, file).records.map(({ mapped }) => mapped.resources.length),
    );
    const mean = resources.reduce((sum, count) => sum + count, 0) / resources.length;
    expect(mean).toBeGreaterThan(40);
    expect(mean).toBeLessThan(100);
  });

  it('lets some patients come back', () => {
    const hospital = open('regulars');
    const people = Array.from(
      { length: 500 },
      () => hospital.claimEnvelope({ kinds: ['course'] }).encounters[0]?.person.number,
    );
    expect(new Set(people).size).toBeLessThan(500);
  });
});

describe('synthetic identities', () => {
  it('are marked everywhere', () => {
    const hospital = open('marks');
    for (let number = 0; number < 100; number += 1) {
      const header = onlyRecord(hospital.claimEnvelope().bytes).get('XML1')?.[0];
      expect(header?.get('MA_LK')).toMatch(/^GL99001[0-9A-F]{4}\d{6}$/);
      expect(header?.get('MA_BN')).toMatch(/^GL99001-\d{5}$/);
      expect(header?.get('SO_CCCD')).toMatch(/^(?:999\d{9})?$/);
      expect(header?.get('MA_THE_BHYT')).toMatch(/^(?:XX\d{13}(?:;XX\d{13})?)?$/);
      expect(header?.get('DIEN_THOAI')).toMatch(/^0000\d{6}$/);
    }
  });
});

describe('fhirBundle', () => {
  const bundleOf = (hospital: Hospital): Bundle =>
    JSON.parse(hospital.fhirBundle({ kinds: ['operation'] }).bytes.toString('utf8'));

  it('is a transaction whose references all resolve inside it', () => {
    const entries = bundleOf(open()).entry ?? [];
    const names = new Set(entries.map(({ fullUrl }) => fullUrl));
    expect(names.size).toBe(entries.length);
    const references = JSON.stringify(entries).match(/"reference":"[^"]+"/g) ?? [];
    expect(references.length).toBeGreaterThan(entries.length);
    expect(references.filter((text) => !names.has(text.slice(13, -1)))).toEqual([]);
  });

  it('names facility and encounter by the national systems', () => {
    const hospital = open();
    const sent = hospital.fhirBundle();
    const bundle: Bundle = JSON.parse(sent.bytes.toString('utf8'));
    const visit = bundle.entry
      ?.map(({ resource }) => resource)
      .find((resource): resource is Encounter => resource?.resourceType === 'Encounter');
    expect(visit?.serviceProvider?.identifier).toEqual({
      system: 'http://fhir.hl7.org.vn/core/sid/ma-cskcb',
      value: FACILITY,
    });
    expect(visit?.identifier).toEqual([{ system: 'http://fhir.hl7.org.vn/core/sid/ma-lk', value: sent.keys[0] }]);
  });

  it('has about 20 entries', () => {
    const hospital = open('entries');
    const counts = Array.from(
      { length: 100 },
      () => (JSON.parse(hospital.fhirBundle().bytes.toString('utf8')) as Bundle).entry?.length ?? 0,
    );
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(mean).toBeGreaterThan(16);
    expect(mean).toBeLessThan(26);
  });

  it('keeps a patient who comes back under the same id', () => {
    const hospital = open('same');
    const patients = Array.from({ length: 400 }, () => bundleOf(hospital).entry?.[0]?.resource as Patient);
    const byNumber = Map.groupBy(patients, ({ identifier }) => identifier?.[0]?.value);
    expect(byNumber.size).toBeLessThan(patients.length);
    for (const same of byNumber.values()) expect(new Set(same.map((patient) => JSON.stringify(patient))).size).toBe(1);
  });
});

describe('resend', () => {
  it.each(['claimEnvelope', 'fhirBundle'] as const)(
    '%s: the same bytes, or a corrected version under the same key',
    (way) => {
      const hospital = open();
      const sent = hospital[way]();
      expect(hospital.resend(sent, 'unchanged').bytes).toBe(sent.bytes);
      const corrected = hospital.resend(sent, 'corrected');
      expect(corrected.keys).toEqual(sent.keys);
      expect(corrected.bytes.equals(sent.bytes)).toBe(false);
      const [before] = runLine(FACILITY, sent.bytes).records;
      const [after] = runLine(FACILITY, corrected.bytes).records;
      expect(after?.source.key).toBe(before?.source.key);
      expect(after?.verdict.issues).toEqual([]);
    },
  );
});
