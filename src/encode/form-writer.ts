import { USUAL_PATHS } from '../fhir/envelope-place.ts';
import { outlineForms } from '../fhir/form-outline.ts';
import type { Forms } from '../fhir/forms.ts';
import type { FormRecord } from '../types/source-record.ts';
import { createJsonFormEncoder } from './json/encode-json-form.ts';
import { writeHosoDocument } from './xml/hoso-document.ts';
import { isLoneTable, writeLoneTable } from './xml/lone-table.ts';
import { type NestedStyle, writeNestedDocument } from './xml/nested-document.ts';
import { isPaper, writePaperDocument } from './xml/paper-document.ts';

/** Writes the records of one envelope as one document. */
export type FormWriter = (records: readonly FormRecord[]) => Buffer;

/**
 * Writer of the national forms: the inverse of decoding. Elements come in the order and under the names of the rows, values
 * to the letter, tables in the files and wrapping that they came in, around them what stood around them. A record that
 * came in no file is put into the usual one of its format. Several records of JSON are a list of their documents.
 *
 * Throws on no record, and on records of several formats: that is a bug.
 */
export function createFormWriter(forms: Forms): FormWriter {
  const tables = new Map(forms.forms.map((form) => [form.id, form]));
  const nested = nestedStyles(forms);
  const writeJson = createJsonFormEncoder(forms);
  return (records) => {
    const [first] = records;
    if (first === undefined) throw new Error('there is no record to write');
    const { format, envelope } = first;
    if (records.some((record) => record.format !== format)) throw new Error('records of several formats share no file');
    if (envelope.syntax === 'json') return Buffer.from(writeJson(...records), 'utf8');
    const style = nested.get(format);
    if (style !== undefined) return writeNestedDocument(records, style);
    if (format === 'document-xml' && isPaper(first)) return writePaperDocument(records, tables);
    if (format === 'claim-xml' && isLoneTable(records)) return writeLoneTable(records, tables);
    return writeHosoDocument(records, tables);
  };
}

function nestedStyles(forms: Forms): ReadonlyMap<FormRecord['format'], NestedStyle> {
  return new Map([
    [
      'health-book-xml',
      {
        outline: outlineForms(forms, 'health-book-xml'),
        element: 'HOSOSUCKHOE',
        root: 'Data',
        isUsuallyAlone: false,
        usualPath: USUAL_PATHS.healthBook,
      },
    ],
    [
      'emr-export',
      {
        outline: outlineForms(forms, 'emr-export'),
        element: 'HoSoBenhAn',
        root: 'DanhSachHoSoBenhAn',
        isUsuallyAlone: true,
        usualPath: USUAL_PATHS.emr,
      },
    ],
  ]);
}
