import { isSignature } from '../fhir/envelope-place.ts';
import type { Form, Forms } from '../fhir/forms.ts';
import type { Issue } from '../types/issue.ts';
import type { DecodeStream, FormRecord } from '../types/source-record.ts';
import { identifyDocument } from './document-identity.ts';
import { type DocumentContext, documentIssues, unknownElements, xmlFault } from './document-issues.ts';
import { type RecordElement, splitDocument } from './document-records.ts';
import { type FormIndex, indexForms, readFormTable } from './form-table.ts';
import { MAX_HOSO } from './hoso-envelope.ts';
import { IssueTally } from './issue-tally.ts';
import { parseXmlDocument } from './xml-element.ts';

/** Papers that are sent by themselves, by their roots, and the element of each paper. */
const ROOTS: ReadonlyMap<string, string> = new Map([
  ['HSDLGBT', 'GIAYBAOTU'],
  ['HSDLGCS', 'GIAYCHUNGSINH'],
]);

export interface PaperFormat {
  readonly forms: readonly Form[];
  readonly index: FormIndex;
}

/** Prepares the forms of the documents. */
export function paperFormat(all: Forms): PaperFormat {
  return { forms: all.forms.filter(({ format }) => format === 'document-xml'), index: indexForms(all, 'document-xml') };
}

/** True for the upper-case name of a root that holds papers, or of a paper that may stand alone. */
export function isPaperRoot(root: string, { index }: PaperFormat): boolean {
  return ROOTS.has(root) || index.byRoot.has(root);
}

/**
 * Decoder of papers whose fields stand directly under their element: death notices (`HSDLGBT / GIAYBAOTU`), birth
 * certificates (`HSDLGCS / GIAYCHUNGSINH`), or one paper alone. Each is a record. Refuses as a whole (fatal): LT-D004 to
 * LT-D007, LT-D009, LT-D081 (no paper).
 * @source documents of the social insurance (2025)
 */
export function* decodePapers(bytes: Buffer, context: DocumentContext, format: PaperFormat): DecodeStream {
  const { rules, limits } = context;
  const { root, fault, reader } = parseXmlDocument(bytes.toString('utf8'), limits.maxDepth, { left: limits.maxNodes });
  if (fault !== null) return whole(null, [xmlFault(fault, context)]);
  const name = root.name.toUpperCase();
  const usual = ROOTS.get(name) ?? name;
  const { records, texts } = splitDocument(
    root,
    (element) => format.index.byRoot.has(element.name.toUpperCase()),
    usual,
  );
  if (records.length > MAX_HOSO) return whole(null, [rules.issue('LT-D007', { with: { elements: limits.maxNodes } })]);
  if (records.length === 0) return whole(null, [rules.issue('LT-D081', { with: { root: name, element: usual } })]);
  const keys = new Set<string>();
  const facilities = new Set<string>();
  for (const [at, element] of records.entries()) {
    const record = paperRecord(element, { context, format, root: root.name, position: at + 1, keys });
    yield record;
    keys.add(record.key);
    facilities.add(record.facility);
  }
  const issues = documentIssues(bytes, reader, name, rules);
  const unknown = texts.entries().flatMap(([path]) => path.split('/')[0] ?? []);
  const strange = new Set(unknown.filter((step) => !isSignature(step) && !step.startsWith('@')));
  if (strange.size > 0) issues.push(unknownElements(strange, name, rules));
  if (texts.isFull) issues.push(rules.issue('LT-D080', { place: name }));
  const [facility = ''] = facilities;
  return whole(facilities.size === 1 && facility !== '' ? facility : null, issues);
}

interface PaperSite {
  readonly context: DocumentContext;
  readonly format: PaperFormat;
  readonly root: string;
  readonly position: number;
  readonly keys: ReadonlySet<string>;
}

function paperRecord(
  { element, texts }: RecordElement,
  { context, format, root, position, keys }: PaperSite,
): FormRecord {
  const tally = new IssueTally(context.rules);
  const table = readFormTable(element, '', format.index, tally, () => 1);
  const tables = new Map(table === undefined ? [] : [[table.form.id, { name: table.form.id, rows: table.rows }]]);
  const facts = { tables, forms: format.forms, tally, facility: null, earlierKeys: keys, unread: [] };
  const identity = identifyDocument(facts);
  const envelope = { root, syntax: 'xml', texts, files: [] } as const;
  return { format: 'document-xml', ...identity, position, tables, envelope, issues: tally.issues() };
}

function whole(facility: string | null, issues: readonly Issue[]) {
  return { format: 'document-xml', facility, issues } as const;
}
