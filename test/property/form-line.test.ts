import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createFormWriter } from '../../src/encode/form-writer.ts';
import type { Form } from '../../src/fhir/forms.ts';
import type { FormRecord } from '../../src/types/source-record.ts';
import { decodeClaim, drain, FORMS } from '../support/claim-envelope.ts';
import { envelopeOf, formsOf, groupOf, papersOf, toXml } from '../support/form-documents.ts';
import { mapForm, rebuild } from '../support/form-tables.ts';
import { decodeJson, encodeJson, MEDICAL_RECORD, PRESCRIPTION } from '../support/json-forms.ts';

const write = createFormWriter(FORMS);
const recordsOf = (bytes: Buffer) => drain(decodeClaim(bytes)).records as readonly FormRecord[];

function throughFhir(record: FormRecord): FormRecord {
  const { resources } = mapForm(record);
  const [form] = rebuild(JSON.parse(JSON.stringify(resources)) as Record<string, unknown>[]).forms;
  if (form === undefined) throw new Error('no form came back');
  return form.record;
}

/** The file as it is written from what was read, against the file written from the FHIR of it: byte for byte. */
function expectToComeBack(xml: string): void {
  const records = recordsOf(Buffer.from(xml, 'utf8'));
  expect(records.length).toBeGreaterThan(0);
  expect(write(records.map(throughFhir)).toString('utf8')).toBe(write(records).toString('utf8'));
}

function namesOf(format: Form['format']): readonly string[] {
  const paths = formsOf(format).flatMap(({ row, fields }) => [row, ...fields.map(({ name }) => name)]);
  return [...new Set(paths.flatMap((path) => path.split('/')))].filter((name) => name !== '');
}

function formOf(id: string): Form {
  const form = FORMS.forms.find((each) => each.id === id);
  if (form === undefined) throw new Error(`no form ${id}`);
  return form;
}

describe('a file goes to FHIR and comes back, byte for byte as it would be written again', () => {
  it.each([
    ['GIAMDINHHS', 'claim-xml'],
    ['KHAMSUCKHOE', 'health-check-xml'],
    ['HSCHUNGTU', 'document-xml'],
  ] as const)('%s', (root, format) => {
    fc.assert(fc.property(envelopeOf(root, formsOf(format)), expectToComeBack), { numRuns: 60 });
  });

  it.each([
    ['HSDLGBT', 'GIAYBAOTU'],
    ['HSDLGCS', 'GIAYCHUNGSINH'],
  ])('%s', (root, id) => {
    fc.assert(fc.property(papersOf(root, formOf(id)), expectToComeBack), { numRuns: 40 });
  });

  it('QĐ 831', () => {
    const files = groupOf('HOSOSUCKHOE', namesOf('health-book-xml')).map(
      (book) => `<Data><HEADER><SENDER_CODE>99001</SENDER_CODE></HEADER><BODY>${toXml(book)}</BODY></Data>`,
    );
    fc.assert(fc.property(files, expectToComeBack), { numRuns: 80 });
  });

  it('CV 365', () => {
    const files = groupOf('HoSoBenhAn', namesOf('emr-export')).map(toXml);
    fc.assert(fc.property(files, expectToComeBack), { numRuns: 80 });
  });

  it.each([
    ['a prescription', PRESCRIPTION],
    ['a medical record', MEDICAL_RECORD],
  ])('%s as JSON', (_name, document) => {
    const { records } = decodeJson(JSON.stringify(document));
    for (const record of records) {
      expect(encodeJson(throughFhir(record))).toBe(encodeJson(record));
    }
    expect(records.length).toBeGreaterThan(0);
  });
});
