import { ElementTexts } from './element-texts.ts';
import { EnvelopeTexts } from './envelope-texts.ts';
import { childrenOf, type XmlElement } from './xml-element.ts';

/** A record that stands as an element in its document. */
export interface RecordElement {
  readonly element: XmlElement;
  /** What stands around it, up to the next record, and its own attributes under its name. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The records of a document, and the names of what stands beside them, at the top. */
export interface DocumentRecords {
  readonly records: readonly RecordElement[];
  readonly texts: EnvelopeTexts;
}

/**
 * Splits a document into its records: the elements for which `isRecord` holds, in whatever group they stand; the root
 * itself may be the only one.
 *
 * @param usualPath where they should stand, from the root.
 */
export function splitDocument(
  root: XmlElement,
  isRecord: (element: XmlElement) => boolean,
  usualPath: string,
): DocumentRecords {
  const texts = new EnvelopeTexts(usualPath);
  const records: RecordElement[] = [];
  if (isRecord(root)) {
    texts.addAttributes('', root.attributes);
    return { records: [{ element: root, texts: texts.soFar() }], texts };
  }
  let held: XmlElement | null = null;
  const release = () => {
    if (held !== null) records.push({ element: held, texts: withAttributes(texts.soFar(), held) });
    held = null;
  };
  // Goes down no deeper than the document, whose depth was limited when it was parsed.
  const visit = (group: XmlElement, path: string) => {
    texts.addAttributes(path, group.attributes);
    for (const child of childrenOf(group)) {
      const inside = path === '' ? child.name : `${path}/${child.name}`;
      if (isRecord(child)) {
        release();
        texts.recordStarts(inside);
        held = child;
      } else if (childrenOf(child).some(isRecord)) visit(child, inside);
      else texts.add(inside, child);
    }
  };
  visit(root, '');
  release();
  return { records, texts };
}

function withAttributes(
  texts: ReadonlyMap<string, string>,
  { name, attributes }: XmlElement,
): ReadonlyMap<string, string> {
  const own = new ElementTexts();
  own.addAttributes(name, attributes);
  return own.size === 0 ? texts : new Map([...texts, ...own.entries()]);
}
