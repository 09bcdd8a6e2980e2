import { hash } from 'node:crypto';
import { type FormPart, readJsonForm, readXmlForm } from './form-tree.ts';

/** What a receiver looks at in a national form with one record: a health book, or a health check. */
export interface FormFacts {
  readonly root: string;
  /** MA_LK of a health check, MADINHDANH of a health book; '' when it has none. */
  readonly key: string;
  /** SHA-256 (hex) of all that the record says: not of blanks between elements, nor of what stands around the record. */
  readonly digest: string;
  /** The trimmed text of the first element at a path below the root; '' when there is none. */
  at(path: string): string;
  /** How often an element stands at a path below the root. */
  count(path: string): number;
}

/** The element of the record itself, and the one with its key. */
const RECORDS: Readonly<Record<string, { readonly record: string; readonly key: string }>> = {
  Data: { record: 'BODY', key: 'MADINHDANH' },
  KHAMSUCKHOE: { record: 'DANHSACHHOSO', key: 'MA_LK' },
};

/** Reads a form in XML or, when `syntax` says so, in JSON; undefined for what is neither of the two forms in that syntax. */
export function readFormFacts(form: string, syntax: 'xml' | 'json' = 'xml'): FormFacts | undefined {
  const root = syntax === 'xml' ? readXmlForm(form) : readJsonForm(form);
  const known = root === undefined ? undefined : RECORDS[root.name];
  if (root === undefined || known === undefined) return undefined;
  const record = find(root, known.record);
  if (record === undefined) return undefined;
  const leaves = leavesOf(record, syntax);
  return {
    root: root.name,
    key: leaves.find(([name]) => name === known.key)?.[1] ?? '',
    digest: hash('sha256', JSON.stringify(leaves)),
    at: (path) => partsAt(root, path)[0]?.text ?? '',
    count: (path) => partsAt(root, path).length,
  };
}

function partsAt(root: FormPart, path: string): readonly FormPart[] {
  let parts: readonly FormPart[] = [root];
  for (const step of path.split('/')) parts = parts.flatMap((part) => part.parts.filter(({ name }) => name === step));
  return parts;
}

type Leaf = readonly [name: string, text: string];

/** Names and texts of the elements without elements, in order. A table in NOIDUNGFILE is read as if it stood there itself. */
function leavesOf({ name, text, parts }: FormPart, syntax: 'xml' | 'json'): readonly Leaf[] {
  if (parts.length > 0) return parts.flatMap((part) => leavesOf(part, syntax));
  if (text === '') return [];
  const table = name === 'NOIDUNGFILE' ? innerTable(text, syntax) : undefined;
  return table === undefined ? [[name, text]] : leavesOf(table, syntax);
}

/** The table that stands in NOIDUNGFILE as text or base64. */
function innerTable(text: string, syntax: 'xml' | 'json'): FormPart | undefined {
  const [begin, read] = syntax === 'xml' ? ['<', readXmlForm] : ['{', readJsonForm];
  return read(text.startsWith(begin) ? text : Buffer.from(text, 'base64').toString('utf8'));
}

function find(part: FormPart, name: string): FormPart | undefined {
  if (part.name === name) return part;
  for (const child of part.parts) {
    const found = find(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
