import type { Resource } from '@medplum/fhirtypes';
import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import { isProtected } from '../fhir/protected.ts';
import type { FormRecord, SentEnvelope, SourceRow, SourceTable } from '../types/source-record.ts';
import type { FormFormat } from '../types/submission.ts';
import { adoptFhir } from './adopt/adopt-fhir.ts';
import type { LeftOut } from './adopt/left-out.ts';
import { compileTables, type TableParts } from './compile-format.ts';
import type { JsonNode } from './json-node.ts';
import { createReading, type Reading } from './reading.ts';
import { compileRowReader, type FoundRow, type RowReader } from './row-reader.ts';
import { readSourceDocument, type SourceDocument } from './source-document.ts';
import { elementsOfForm, elementsOfLayout, type LaidElement } from './source-layout.ts';
import { objectsAt, textAt } from './unchecked-element.ts';

/** A record of a national form, rebuilt from FHIR. */
export interface RebuiltForm {
  readonly record: FormRecord;
  /** False when no form was the source of the FHIR, so that only what it holds could be filled in. */
  readonly isReturned: boolean;
}

/** The forms that resources make, and what of FHIR that no form was the source of is in none of them. */
export interface Rebuilt {
  readonly forms: readonly RebuiltForm[];
  readonly leftOut: readonly LeftOut[];
}

/** Rebuilds forms from the resources of one record, or of one Bundle that no form was the source of. */
export type RebuildForms = (resources: readonly JsonNode[]) => Rebuilt;

/**
 * The way back: the tables, compiled to rebuild forms. Rows come by the extensions of their form, values from their homes,
 * order and empty elements from what the DocumentReference of the record says of them. FHIR that no form was the source of
 * becomes a claim for each of its Encounters, as far as its data goes.
 */
export function createFormReader(parts: TableParts): RebuildForms {
  const readers = [...compileTables(parts).values()].map((table) => compileRowReader(table, parts.systems));
  return (resources) => {
    const facility = facilityOf(resources, parts.systems);
    const source = findSource(resources, parts.systems) ?? guessSource(readers, resources, parts.systems);
    if (source !== undefined) {
      const record = readRecord(readers, source, createReading(facility, source.key, resources));
      return { forms: [{ record, isReturned: true }], leftOut: [] };
    }
    const { encounters, leftOut } = adoptFhir(resources, parts.systems);
    const forms = encounters.map(({ key, facility: own, resources: adopted }) => {
      const texts = new Map([['THONGTINDONVI/MACSKCB', own]]);
      const document = newDocument('claim-xml', key, texts);
      return { record: readRecord(readers, document, createReading(own, key, adopted)), isReturned: false };
    });
    return { forms, leftOut };
  };
}

function readRecord(readers: readonly RowReader[], source: SourceDocument, reading: Reading): FormRecord {
  const ofFormat = readers.filter(({ format }) => format === source.format);
  // Every row takes its anchor before the other nodes are looked for, so that none of them is taken for another.
  const anchors = ofFormat.map((reader) => ({ reader, rows: reader.findAnchors(reading) }));
  const tables = new Map<string, SourceTable>();
  for (const { reader, rows } of anchors) {
    const found = reader.findRows(reading, rows);
    if (found.length > 0) tables.set(reader.name, readTable(reader, found, reading, source));
  }
  return {
    format: source.format,
    key: source.key,
    facility: reading.facility,
    position: 1,
    tables: inSentOrder(tables, source),
    envelope: source.envelope,
    issues: [],
  };
}

const USUAL_ROOTS: Readonly<Partial<Record<FormFormat, string>>> = {
  'claim-xml': 'GIAMDINHHS',
  'health-check-xml': 'KHAMSUCKHOE',
  'document-xml': 'HSCHUNGTU',
};

/** A document that comes in no file yet. */
function newDocument(format: FormFormat, key: string, texts: SentEnvelope['texts']): SourceDocument {
  return { format, key, envelope: { root: USUAL_ROOTS[format] ?? '', syntax: 'xml', texts, files: [] }, layouts: [] };
}

/** Where a store left the DocumentReference out, the rows themselves tell by their extensions which form they are of. */
function guessSource(
  readers: readonly RowReader[],
  resources: readonly JsonNode[],
  { systems }: IdentifierSystems,
): SourceDocument | undefined {
  const reading = createReading('', '', resources);
  const marked = readers.find((reader) => reader.findAnchors(reading).length > 0);
  if (marked === undefined) return undefined;
  const identifiers = reading.ofType('Encounter').flatMap(({ object }) => objectsAt(object, 'identifier'));
  const key = textAt(
    identifiers.find(({ system }) => system === systems['maLk']),
    'value',
  );
  return newDocument(marked.format, key ?? '', new Map());
}

/** The protected one tells of every file, the open one beside it only of the others. */
function findSource(resources: readonly JsonNode[], systems: IdentifierSystems): SourceDocument | undefined {
  const documents = resources.filter((resource) => resource['resourceType'] === 'DocumentReference');
  for (const resource of [...documents.filter(isProtectedNode), ...documents]) {
    const source = readSourceDocument(resource, systems);
    if (source !== undefined) return source;
  }
  return undefined;
}

const isProtectedNode = (resource: JsonNode) => isProtected(resource as unknown as Resource);

/** The facility whose record it is: as its Organization says, by MA_CSKCB. */
function facilityOf(resources: readonly JsonNode[], { systems }: IdentifierSystems): string {
  for (const resource of resources) {
    if (resource['resourceType'] !== 'Organization') continue;
    const identifier = objectsAt(resource, 'identifier').find(({ system }) => system === systems['maCskcb']);
    const code = textAt(identifier, 'value');
    if (code !== undefined) return code;
  }
  return '';
}

function readTable(
  reader: RowReader,
  found: readonly FoundRow[],
  reading: Reading,
  source: SourceDocument,
): SourceTable {
  const layouts = source.layouts.filter(({ table }) => table === reader.name);
  const standard = reader.form === undefined ? [] : elementsOfForm(reader.form);
  const parsed = layouts.map((layout) => ({ rows: layout.rows, elements: elementsOfLayout(layout.elements) }));
  const rows = found.map((row): SourceRow => {
    const layout = parsed.find(({ rows: numbers }) => numbers === undefined || numbers.has(row.number));
    return readRow(reader, row, reading, layout?.elements ?? standard);
  });
  return { name: reader.name, rows: rows.sort((left, right) => left.number - right.number) };
}

function readRow(reader: RowReader, row: FoundRow, reading: Reading, elements: readonly LaidElement[]): SourceRow {
  const fields = new Map(elements.map(({ name }) => [name, reader.read(reading, row, name) ?? '']));
  const isRenamed = elements.some(({ name, sent }) => name !== sent);
  const types = elements.flatMap(({ name, jsonType }) => (jsonType === undefined ? [] : [[name, jsonType] as const]));
  return {
    number: row.number,
    fields,
    ...(isRenamed ? { sentNames: elements.map(({ sent }) => sent) } : {}),
    ...(row.within === undefined ? {} : { within: row.within }),
    ...(types.length === 0 ? {} : { jsonTypes: new Map(types) }),
  };
}

/** Tables in the order of the files that held them. */
function inSentOrder(tables: ReadonlyMap<string, SourceTable>, { envelope }: SourceDocument): Map<string, SourceTable> {
  const order = envelope.files.map(({ table }) => table);
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return new Map([...tables].sort(([left], [right]) => rank(left) - rank(right)));
}
