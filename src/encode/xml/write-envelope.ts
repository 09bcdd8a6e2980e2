import { HOSO, usualPlace, withoutNumber } from '../../fhir/envelope-place.ts';
import type { FormRecord } from '../../types/source-record.ts';
import { NAMESPACES, XML_DECLARATION } from './declaration.ts';
import { XmlNode } from './xml-node.ts';

/** How records stand in their document. */
export interface EnvelopeStyle {
  readonly root: string;
  /** Path of the records, from the root. */
  readonly usualPath: string;
  /** Upper-case names of the elements of records; texts of a record's own are told by them: `HOSO/…`, `GIAYBAOTU/@Id`. */
  readonly recordNames: ReadonlySet<string>;
  /** xsi and xsd are declared on the root. */
  readonly declaresNamespaces: boolean;
  readonly toNode: (record: FormRecord) => XmlNode;
}

type Entry = readonly [path: string, text: string];

/**
 * Records in their envelope, with the texts around them where they stood: those of the first record, and of each further
 * one what the earlier ones do not have.
 */
export function writeEnvelope(records: readonly FormRecord[], style: EnvelopeStyle): Buffer {
  const root = new XmlNode(style.root);
  if (style.declaresNamespaces) for (const [prefix, uri] of NAMESPACES) root.addText(`@xmlns:${prefix}`, uri);
  const written = new Set<string>();
  const write = (entries: readonly Entry[]) => {
    for (const [path, text] of entries) {
      if (!written.has(path)) root.addText(path, text);
      written.add(path);
    }
  };
  let holder: XmlNode | undefined;
  for (const record of records) {
    const { before, path, after } = placed(record.envelope.texts, style);
    write(before);
    holder ??= root.at(path.split('/').slice(0, -1).join('/'));
    holder.appendNode(style.toNode(record));
    write(after);
  }
  return documentOf(root);
}

/** A document of one element, as UTF-8. */
export function documentOf(root: XmlNode): Buffer {
  return Buffer.from(`${XML_DECLARATION}\n${root.toMarkup()}\n`, 'utf8');
}

interface Placed {
  readonly before: readonly Entry[];
  /** Path of the records. */
  readonly path: string;
  readonly after: readonly Entry[];
}

/** Texts of the envelope before and after the place of the records. */
function placed(texts: ReadonlyMap<string, string>, { usualPath, recordNames }: EnvelopeStyle): Placed {
  const entries = [...texts].filter(([path]) => !isOwn(path, recordNames));
  const marked = entries.findIndex(([path, text]) => text === '' && recordNames.has(lastStep(path)));
  const isMarked = marked !== -1;
  const at = isMarked ? marked : usualPlace(entries.map(([path]) => path));
  return {
    before: entries.slice(0, at),
    path: isMarked ? (entries[marked]?.[0] ?? usualPath) : usualPath,
    after: entries.slice(isMarked ? at + 1 : at),
  };
}

/** True for a path in a record, not in the envelope. */
function isOwn(path: string, recordNames: ReadonlySet<string>): boolean {
  const [first = '', second] = path.split('/', 2);
  return second !== undefined && recordNames.has(first.toUpperCase()) && (first === HOSO || second.startsWith('@'));
}

function lastStep(path: string): string {
  return withoutNumber(path.slice(path.lastIndexOf('/') + 1)).toUpperCase();
}
