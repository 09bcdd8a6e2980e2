import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { toLocalInstant } from '../../../src/fhir/local-time.ts';
import { careEventOf } from '../../../src/pipeline/deadline/care-event.ts';
import { countOfRecord, kindOfRecord } from '../../../src/pipeline/record-kind.ts';
import { MEDICAL_RECORD, PRESCRIPTION } from '../../support/json-forms.ts';
import { runLine } from '../../support/whole-line.ts';

const file = (name: string) => readFileSync(join(PATHS.root, 'test', 'cases', name));
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const bundle = (entry: readonly object[]) =>
  json({ resourceType: 'Bundle', type: 'collection', entry: entry.map((resource) => ({ resource })) });
const encounter = (id: string, end: string) => ({
  ...{ resourceType: 'Encounter', id, status: 'finished', class: { code: 'AMB' } },
  period: { end },
});

describe('what a record is, how much it counts, and when its care ended', () => {
  it.each<[string, Buffer, string, number, string | null]>([
    ['XML1 with its tables', file('claim-xml/synthetic-4750-giamdinhhs.xml'), 'claim', 10, '2026-07-05T10:00:00+07:00'],
    ['QĐ 4210', file('claim-xml/synthetic-4210-giamdinhhs.xml'), 'claim', 5, '2026-07-05T10:00:00+07:00'],
    ['XML0 alone', file('claim-xml/synthetic-4750-inner-xml0.xml'), 'check-in', 1, null],
    ['a health check', file('national-forms/synthetic-ksk-adult-nested.xml'), 'health-check', 7, null],
    ['a death notice', file('national-forms/synthetic-hsdlgbt.xml'), 'death-notice', 1, null],
    [
      'a birth certificate, by its day',
      file('national-forms/synthetic-hsdlgcs.xml'),
      'birth-certificate',
      1,
      '2026-07-05T23:59:59.999+07:00',
    ],
    [
      'a document',
      file('national-forms/synthetic-ct2025-hschungtu.xml'),
      'document',
      3,
      '2026-07-05T23:59:59.999+07:00',
    ],
    ['a health book', file('map/health-book/record.xml'), 'health-book', 18, null],
    ['a prescription, by its hour', json(PRESCRIPTION), 'prescription', 6, '2026-07-01T08:15:00+07:00'],
    ['an exported record', json(MEDICAL_RECORD), 'emr-export', 29, '2026-07-05T10:00:00+07:00'],
    ['a Bundle', bundle([encounter('a', '2026-11-20T10:00:00+07:00')]), 'fhir', 1, '2026-11-20T10:00:00+07:00'],
    ['a Bundle that tells no end', bundle([{ resourceType: 'Patient', id: 'p' }]), 'fhir', 1, null],
  ])('%s', (_name, bytes, kind, count, event) => {
    const [record] = runLine('99001', bytes).records;
    if (record === undefined) throw new Error('no record');
    const found = kindOfRecord(record.source);
    const moment = careEventOf(found, record.mapped);
    expect([found, countOfRecord(record.source), moment === null ? null : toLocalInstant(moment)]).toEqual([
      kind,
      count,
      event,
    ]);
  });
});
