import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeBase64 } from '../../src/decode/base64.ts';
import { parseXmlDocument, type XmlElement } from '../../src/decode/xml-element.ts';
import { createFormWriter } from '../../src/encode/form-writer.ts';
import type { FormRecord } from '../../src/types/source-record.ts';
import { decodeClaim, drain, FORMS } from '../support/claim-envelope.ts';
import { envelopeOf, formsOf, groupOf, papersOf, tableOf, toXml } from '../support/form-documents.ts';

const write = createFormWriter(FORMS);
const read = (bytes: Buffer) => drain(decodeClaim(bytes));
const recordsOf = (bytes: Buffer) => read(bytes).records as readonly FormRecord[];

/** A record as plain lists, so that order counts too. */
function listsOf({ tables, envelope, issues: _, ...rest }: FormRecord) {
  const rows = [...tables].map(([name, table]) => [
    name,
    table.rows.map((row) => ({ ...row, fields: [...row.fields] })),
  ]);
  return { ...rest, rows, envelope: { ...envelope, texts: [...envelope.texts] } };
}

/** Every leaf of a document, by the names on the way, in order; what is base64 in it is read too. */
function leavesOf(xml: string): readonly (readonly [path: string, text: string])[] {
  const { root } = parseXmlDocument(xml, 64, { left: 100_000 });
  const leaves: (readonly [string, string])[] = [];
  const visit = ({ name, text, content }: XmlElement, above: string) => {
    const path = `${above}/${name}`;
    if (content === null) {
      const inner = name === 'NOIDUNGFILE' ? documentIn(text) : null;
      // White space around a value is told by the records; around text in a row it is nobody's.
      if (inner === null) leaves.push([path, text.trim()]);
      else visit(inner, path);
    }
    for (const part of content ?? []) if (typeof part !== 'string') visit(part, path);
  };
  if (root !== null) visit(root, '');
  return leaves;
}

function documentIn(text: string): XmlElement | null {
  const xml = text.trim().startsWith('<') ? text : decodeBase64(text)?.toString('utf8');
  return xml === undefined ? null : parseXmlDocument(xml, 64, { left: 100_000 }).root;
}

function expectToComeBack(xml: string): void {
  const records = recordsOf(Buffer.from(xml, 'utf8'));
  expect(records.length).toBeGreaterThan(0);
  const rebuilt = write(records);
  expect(recordsOf(rebuilt).map(listsOf)).toEqual(records.map(listsOf));
  expect(leavesOf(rebuilt.toString('utf8'))).toEqual(leavesOf(xml));
}

describe('an envelope comes back: every table, row, field, name, file and text around them', () => {
  it.each([
    ['GIAMDINHHS', 'claim-xml'],
    ['KHAMSUCKHOE', 'health-check-xml'],
    ['HSCHUNGTU', 'document-xml'],
  ] as const)('%s', (root, format) => {
    const documents = envelopeOf(root, formsOf(format));
    fc.assert(
      fc.property(documents, (xml) => expectToComeBack(xml)),
      { numRuns: 80 },
    );
  });
});

describe('every form comes back alone in its envelope, element for element', () => {
  const roots = { 'claim-xml': 'GIAMDINHHS', 'health-check-xml': 'KHAMSUCKHOE', 'document-xml': 'HSCHUNGTU' } as const;
  const forms = (Object.keys(roots) as (keyof typeof roots)[]).flatMap((format) => formsOf(format));
  it.each(forms.map((form) => [form.id, form] as const))('%s', (_id, form) => {
    const document = envelopeOf(roots[form.format as keyof typeof roots], [form]);
    fc.assert(
      fc.property(document, (xml) => expectToComeBack(xml)),
      { numRuns: 8 },
    );
  });
});

function formOf(id: string) {
  const form = FORMS.forms.find((each) => each.id === id);
  if (form === undefined) throw new Error(`no form ${id}`);
  return form;
}

/** Names of elements that a nested format knows. */
function namesOf(format: 'health-book-xml' | 'emr-export'): readonly string[] {
  const paths = formsOf(format).flatMap(({ row, fields }) => [row, ...fields.map(({ name }) => name)]);
  return [...new Set(paths.flatMap((path) => path.split('/')))].filter((name) => name !== '');
}

describe('documents without HOSO come back', () => {
  it('a check-in', () => {
    fc.assert(
      fc.property(tableOf(formOf('XML0'), true), (table) => {
        const xml = toXml(table);
        if (recordsOf(Buffer.from(xml)).length > 0) expectToComeBack(xml);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['HSDLGBT', 'GIAYBAOTU'],
    ['HSDLGCS', 'GIAYCHUNGSINH'],
  ])('%s', (root, id) => {
    fc.assert(
      fc.property(papersOf(root, formOf(id)), (xml) => expectToComeBack(xml)),
      { numRuns: 60 },
    );
  });
});

describe('nested documents come back, known or not, in their order', () => {
  it('QĐ 831', () => {
    const book = groupOf('HOSOSUCKHOE', namesOf('health-book-xml'));
    const documents = fc
      .array(book, { minLength: 1, maxLength: 3 })
      .map((books) =>
        [
          '<Data><HEADER><SENDER_CODE>99001</SENDER_CODE><REQUEST_ID>r-1</REQUEST_ID></HEADER><BODY>',
          ...books.map(toXml),
          '</BODY><SECURITY><SIGNATURE/></SECURITY></Data>',
        ].join('\n'),
      );
    fc.assert(
      fc.property(documents, (xml) => expectToComeBack(xml)),
      { numRuns: 100 },
    );
  });

  it('CV 365', () => {
    const record = groupOf('HoSoBenhAn', namesOf('emr-export')).map(toXml);
    const many = fc
      .array(record, { minLength: 2, maxLength: 3 })
      .map((records) => `<DanhSach><NgayXuat>20260705</NgayXuat>${records.join('')}</DanhSach>`);
    fc.assert(
      fc.property(fc.oneof(record, many), (xml) => expectToComeBack(xml)),
      { numRuns: 100 },
    );
  });
});

describe('a damaged document', () => {
  const document = fc.oneof(
    envelopeOf('GIAMDINHHS', formsOf('claim-xml')),
    envelopeOf('KHAMSUCKHOE', formsOf('health-check-xml')),
    envelopeOf('HSCHUNGTU', formsOf('document-xml')),
    papersOf('HSDLGBT', formOf('GIAYBAOTU')),
    groupOf('HoSoBenhAn', namesOf('emr-export')).map(toXml),
  );
  const piece = fc.constantFrom(
    '<',
    '/',
    '>',
    ' ',
    '&#1;',
    '<HOSO>',
    '</FILEHOSO>',
    '<x a="1">',
    '</x>',
    ']]>',
    'HOSO',
    '=',
  );
  const damage = fc.tuple(fc.nat({ max: 9_999 }), fc.nat({ max: 40 }), fc.option(piece, { nil: '' }));

  it('never throws; what could be read of it comes back', () => {
    fc.assert(
      fc.property(document, fc.array(damage, { minLength: 1, maxLength: 3 }), (xml, damages) => {
        const damaged = damages.reduce((text, [at, length, put]) => {
          const start = at % text.length;
          return text.slice(0, start) + put + text.slice(start + length);
        }, xml);
        const { records, end } = read(Buffer.from(damaged, 'utf8'));
        if (end.issues.some(({ rule }) => rule.severity === 'fatal') || records.length === 0) return;
        const forms = records as readonly FormRecord[];
        expect(recordsOf(write(forms)).map(listsOf)).toEqual(forms.map(listsOf));
      }),
      { numRuns: 300 },
    );
  });
});
