import { USUAL_PATHS } from '../fhir/envelope-place.ts';
import { type FormOutline, outlineForms } from '../fhir/form-outline.ts';
import type { Form, Forms } from '../fhir/forms.ts';
import type { DecodedEnvelope, DecodeStream, FormRecord } from '../types/source-record.ts';
import { type DocumentContext, documentIssues, xmlFault } from './document-issues.ts';
import { type RecordElement, splitDocument } from './document-records.ts';
import { MAX_HOSO } from './hoso-envelope.ts';
import { IssueTally } from './issue-tally.ts';
import { type IdentifyNested, identifyEmr, identifyHealthBook } from './nested-identity.ts';
import { reportSentNames } from './sent-names.ts';
import { rowsOfTree } from './tree/rows-of-tree.ts';
import { bodyOfXml } from './tree/tree-of-xml.ts';
import { parseXmlDocument } from './xml-element.ts';

type NestedFormat = 'health-book-xml' | 'emr-export';

/** A format whose records are nested documents. */
export interface NestedXml {
  readonly format: NestedFormat;
  /** Element of a record. */
  readonly element: string;
  /** Where records stand, from the root. */
  readonly usualPath: string;
  readonly outline: FormOutline;
  readonly forms: readonly Form[];
  readonly identify: IdentifyNested;
  /** Path of what tells the submission from others. */
  readonly requestPath?: string;
}

/**
 * The nested formats in XML.
 * @source QĐ 831/QĐ-BYT (2017); CV 365/TTYQG-GPQLCL (06/06/2025)
 */
export function nestedFormats(all: Forms): readonly NestedXml[] {
  const of = (format: NestedFormat) => ({
    format,
    outline: outlineForms(all, format),
    forms: all.forms.filter((form) => form.format === format),
  });
  return [
    {
      ...of('health-book-xml'),
      element: 'HOSOSUCKHOE',
      usualPath: USUAL_PATHS.healthBook,
      identify: identifyHealthBook,
      requestPath: 'HEADER/REQUEST_ID',
    },
    { ...of('emr-export'), element: 'HoSoBenhAn', usualPath: USUAL_PATHS.emr, identify: identifyEmr },
  ];
}

/**
 * The nested format of a document: health books by their root (`Data`, or one `HOSOSUCKHOE` alone), medical records by
 * theirs, or by one that stands among the first elements of any root. Names are upper case.
 */
export function nestedFormatOf(
  root: string,
  children: ReadonlySet<string>,
  formats: readonly NestedXml[],
): NestedXml | undefined {
  if (root === 'DATA') return formats.find(({ format }) => format === 'health-book-xml');
  return formats.find(({ element }) => root === element.toUpperCase() || children.has(element.toUpperCase()));
}

/**
 * Decoder of nested documents in XML: personal health records (`Data / BODY / HOSOSUCKHOE`) and exported medical records
 * (`HoSoBenhAn`, or many of them in one root). Refuses as a whole (fatal): LT-D004 to LT-D007, LT-D009, LT-D081 (no
 * record).
 */
export function* decodeNested(bytes: Buffer, context: DocumentContext, nested: NestedXml): DecodeStream {
  const { rules, limits } = context;
  const { format, element, usualPath, requestPath } = nested;
  const { root, fault, reader } = parseXmlDocument(bytes.toString('utf8'), limits.maxDepth, { left: limits.maxNodes });
  if (fault !== null) return { format, facility: null, issues: [xmlFault(fault, context)] };
  const isRecord = ({ name }: { readonly name: string }) => name.toUpperCase() === element.toUpperCase();
  const { records, texts } = splitDocument(root, isRecord, usualPath);
  if (records.length === 0 || records.length > MAX_HOSO) {
    const issue =
      records.length === 0
        ? rules.issue('LT-D081', { with: { root: root.name, element } })
        : rules.issue('LT-D007', { with: { elements: limits.maxNodes } });
    return { format, facility: null, issues: [issue] };
  }
  const keys = new Set<string>();
  const whole = new Map(texts.entries());
  for (const [at, found] of records.entries()) {
    const record = nestedRecord(found, { context, nested, root: root.name, texts: whole, position: at + 1, keys });
    yield record;
    keys.add(record.key);
  }
  const issues = documentIssues(bytes, reader, root.name, rules);
  if (texts.isFull) issues.push(rules.issue('LT-D080', { place: root.name }));
  const idempotencyKey = requestPath === undefined ? '' : textAt(whole, requestPath);
  return { format, facility: facilityIn(whole), issues, ...(idempotencyKey !== '' && { idempotencyKey }) };
}

interface NestedSite {
  readonly context: DocumentContext;
  readonly nested: NestedXml;
  readonly root: string;
  /** Texts of the whole document: a header is that of every record. */
  readonly texts: ReadonlyMap<string, string>;
  readonly position: number;
  readonly keys: ReadonlySet<string>;
}

function nestedRecord({ element, texts }: RecordElement, site: NestedSite): FormRecord {
  const { context, nested, root, position, keys } = site;
  const { format, outline, forms, identify } = nested;
  const tally = new IssueTally(context.rules);
  const tables = rowsOfTree(bodyOfXml(element), outline);
  if (tables === null) tally.add('LT-D087', { place: element.name });
  else if (tables.size === 0) tally.add('LT-D082');
  else reportSentNames(tables, tally);
  const key = tables === null || tables.size === 0 ? '' : identify({ tables, forms, tally, earlierKeys: keys });
  return {
    format,
    key,
    facility: facilityIn(site.texts) ?? '',
    position,
    tables: tables ?? new Map(),
    envelope: { root, syntax: 'xml', texts, files: [] },
    issues: tally.issues(),
  };
}

/** HEADER/SENDER_CODE, or MACSKCB anywhere around the records. */
function facilityIn(texts: ReadonlyMap<string, string>): DecodedEnvelope['facility'] {
  for (const [path, text] of texts) {
    const name = path.slice(path.lastIndexOf('/') + 1).toUpperCase();
    if ((name === 'SENDER_CODE' || name === 'MACSKCB') && text.trim() !== '') return text.trim();
  }
  return null;
}

function textAt(texts: ReadonlyMap<string, string>, wanted: string): string {
  for (const [path, text] of texts) if (path.toUpperCase() === wanted) return text.trim();
  return '';
}
