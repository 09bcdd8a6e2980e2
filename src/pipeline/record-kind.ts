import type { FormRecord, SourceRecord } from '../types/source-record.ts';
import type { RecordKind } from '../types/submission.ts';

/** Documents that are more than a paper of care: they have a destination and a deadline of their own. */
const OWN_KIND: Readonly<Record<string, RecordKind>> = {
  GIAYBAOTU: 'death-notice',
  GIAYCHUNGSINH: 'birth-certificate',
};

/** What a record is: by its format, and by its tables where a format holds several kinds. */
export function kindOfRecord(record: SourceRecord): RecordKind {
  switch (record.format) {
    case 'claim-xml':
      return hasOnly(record, 'XML0') ? 'check-in' : 'claim';
    case 'document-xml':
      return kindOfDocument(record);
    case 'health-check-xml':
      return 'health-check';
    case 'health-book-xml':
      return 'health-book';
    case 'prescription-json':
      return 'prescription';
    case 'emr-export':
      return 'emr-export';
    case 'fhir-json':
      return 'fhir';
  }
}

/** Rows of all tables of a record, or entries of its Bundle: what a sender counts in a day list. */
export function countOfRecord(record: SourceRecord): number {
  if (record.format === 'fhir-json') return record.bundle.entry?.length ?? 0;
  return [...record.tables.values()].reduce((sum, { rows }) => sum + rows.length, 0);
}

function kindOfDocument({ tables }: FormRecord): RecordKind {
  const own = [...tables.keys()].map((table) => OWN_KIND[table]).find((kind) => kind !== undefined);
  return own ?? 'document';
}

function hasOnly({ tables }: FormRecord, table: string): boolean {
  return tables.size === 1 && tables.has(table);
}
