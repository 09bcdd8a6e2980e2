import type { Form } from '../fhir/forms.ts';
import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { FormRecord, SentEnvelope, SentFile } from '../types/source-record.ts';
import type { FormFormat } from '../types/submission.ts';
import { type Episode, referenceTo } from './episode.ts';
import type { JsonNode } from './json-node.ts';
import { layoutsOf, type SourceLayout } from './source-layout.ts';
import { objectsAt, textAt } from './unchecked-element.ts';

/** What a DocumentReference tells of the file that a record came in. */
export interface SourceDocument {
  readonly format: FormFormat;
  readonly key: string;
  readonly envelope: SentEnvelope;
  readonly layouts: readonly SourceLayout[];
}

interface Context {
  readonly systems: IdentifierSystems;
  readonly formOf: ReadonlyMap<string, Form>;
  /** True for a form whose rows are specially protected. */
  readonly isProtected: (form: string) => boolean;
}

/** @source https://terminology.hl7.org/CodeSystem/v3-Confidentiality */
const RESTRICTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' };
const PROFILE = 'lt-source-document';
const ENVELOPE = 'source-envelope';
const FILE = 'source-file';
const LAYOUT = 'source-layout';

/**
 * Adds the DocumentReference of a record: what stood around its tables (root, NGAYLAP, files, signature), and the order of
 * elements where it was not the form's. The bytes themselves are the submission's, not in it. That a file of a protected
 * form was among the others is itself protected: then the whole is told under the label, and once more without it.
 */
export function addSourceDocument(episode: Episode, record: FormRecord, context: Context): void {
  const open = openPart(record, context.isProtected);
  if (open !== undefined) addDocument(episode, open, [], context);
  if (open !== record) addDocument(episode, record, ['protected'], context);
}

/** The record without its protected files and tables; itself when it has none, undefined when nothing else is left. */
function openPart(record: FormRecord, isProtected: Context['isProtected']): FormRecord | undefined {
  const { tables, envelope } = record;
  if (isProtected(envelope.root)) return undefined;
  // What could not be read may be of any form.
  const files = envelope.files.filter(
    ({ kind, table, unread }) => unread === undefined && !isProtected(table) && !isProtected(kind.trim().toUpperCase()),
  );
  const openTables = [...tables].filter(([name]) => !isProtected(name));
  if (files.length === envelope.files.length && openTables.length === tables.size) return record;
  return { ...record, tables: new Map(openTables), envelope: { ...envelope, files } };
}

function addDocument(
  episode: Episode,
  record: FormRecord,
  part: readonly 'protected'[],
  { systems, formOf }: Context,
): void {
  const url = (name: string) => `${systems.base}/StructureDefinition/${name}`;
  const { instance } = episode.resource('DocumentReference', [episode.identity, 'source', ...part], false);
  const { envelope, tables } = record;
  const layouts = [...tables.values()].flatMap((table) => layoutsOf(table, formOf.get(table.name)));
  const [patient, encounter, organization] = ['patient', 'encounter', 'organization'].map((name) => {
    const node = episode.nodes.get(name);
    return node === undefined ? undefined : { reference: referenceTo(node) };
  });
  Object.assign(instance.object, {
    meta: { profile: [url(PROFILE)], ...(part.length === 0 ? {} : { security: [RESTRICTED] }) },
    extension: [
      { url: url(ENVELOPE), extension: envelopeParts(envelope) },
      ...envelope.files.map((file) => ({ url: url(FILE), extension: fileParts(file) })),
      ...layouts.map((layout) => ({ url: url(LAYOUT), extension: layoutParts(layout) })),
    ],
    masterIdentifier: { system: `${systems.base}/sid/record-key/${record.facility}`, value: record.key },
    status: 'current',
    type: { text: envelope.root },
    ...(patient === undefined ? {} : { subject: patient }),
    ...(organization === undefined ? {} : { custodian: organization }),
    content: [
      {
        attachment: { contentType: envelope.syntax === 'json' ? 'application/json' : 'application/xml' },
        format: { system: `${systems.base}/CodeSystem/format`, code: record.format },
      },
    ],
    ...(encounter === undefined ? {} : { context: { encounter: [encounter] } }),
  });
  if (record.key === '') delete instance.object['masterIdentifier'];
}

const text = (url: string, value: string): JsonNode => (value === '' ? { url } : { url, valueString: value });

function envelopeParts({ root, syntax, texts, jsonTypes }: SentEnvelope): JsonNode[] {
  return [
    text('root', root),
    { url: 'syntax', valueCode: syntax },
    ...[...texts].map(([path, value]) => ({
      url: 'text',
      extension: [text('path', path), text('value', value)].filter(({ valueString }) => valueString !== undefined),
    })),
    ...[...(jsonTypes ?? [])].map(([path, type]) => ({
      url: 'type',
      extension: [text('path', path), { url: 'json', valueCode: type }],
    })),
  ];
}

function fileParts({ kind, table, rows, content, root, isUnlisted, unread }: SentFile): JsonNode[] {
  return [
    text('kind', kind),
    text('table', table),
    { url: 'rows', valueInteger: rows },
    { url: 'content', valueCode: content },
    text('root', root ?? ''),
    ...(isUnlisted === true ? [{ url: 'unlisted', valueBoolean: true }] : []),
    text('unread', unread ?? ''),
  ].filter((part) => Object.keys(part).length > 1);
}

function layoutParts({ table, rows, elements }: SourceLayout): JsonNode[] {
  return [
    text('table', table),
    ...(rows === undefined ? [] : [text('rows', [...rows].join(' '))]),
    ...(elements === '' ? [] : [text('elements', elements)]),
  ];
}

/** Reads the DocumentReference of a record again; undefined for one that no form was the source of. */
export function readSourceDocument(resource: JsonNode, { base }: IdentifierSystems): SourceDocument | undefined {
  const extensions = (name: string) =>
    objectsAt(resource, 'extension').filter(({ url }) => url === `${base}/StructureDefinition/${name}`);
  const [envelope] = extensions(ENVELOPE);
  if (envelope === undefined) return undefined;
  const [content] = objectsAt(resource, 'content');
  return {
    format: textAt(content, 'format', 'code') as FormFormat,
    key: textAt(resource, 'masterIdentifier', 'value') ?? '',
    envelope: {
      root: partText(envelope, 'root'),
      syntax: partsOf(envelope, 'syntax')[0]?.['valueCode'] === 'json' ? 'json' : 'xml',
      texts: new Map(partsOf(envelope, 'text').map((part) => [partText(part, 'path'), partText(part, 'value')])),
      ...readTypes(partsOf(envelope, 'type')),
      files: extensions(FILE).map(readFile),
    },
    layouts: extensions(LAYOUT).map((layout) => ({
      table: partText(layout, 'table'),
      rows: partsOf(layout, 'rows').map(rowsOf)[0],
      elements: partText(layout, 'elements'),
    })),
  };
}

function readTypes(parts: readonly JsonNode[]): Pick<SentEnvelope, 'jsonTypes'> {
  if (parts.length === 0) return {};
  return {
    jsonTypes: new Map(parts.map((part) => [partText(part, 'path'), String(partsOf(part, 'json')[0]?.['valueCode'])])),
  };
}

const partsOf = (of: JsonNode, name: string) => objectsAt(of, 'extension').filter(({ url }) => url === name);
const partText = (of: JsonNode, name: string) => textAt(partsOf(of, name)[0], 'valueString') ?? '';
const rowsOf = (part: JsonNode) => new Set((textAt(part, 'valueString') ?? '').split(' ').map(Number));

function readFile(file: JsonNode): SentFile {
  const root = partText(file, 'root');
  const unread = partText(file, 'unread');
  return {
    kind: partText(file, 'kind'),
    table: partText(file, 'table'),
    rows: Number(partsOf(file, 'rows')[0]?.['valueInteger'] ?? 0),
    content: partsOf(file, 'content')[0]?.['valueCode'] as SentFile['content'],
    ...(root === '' ? {} : { root }),
    ...(partsOf(file, 'unlisted').length === 0 ? {} : { isUnlisted: true as const }),
    ...(unread === '' ? {} : { unread }),
  };
}
