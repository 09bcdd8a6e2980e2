import { createXmlReader } from '../../decode/parse-xml.ts';

/** A document as receivers look at it. */
export interface XmlTexts {
  readonly root: string;
  /** Trimmed texts of the elements at a path below the root, in order: `THONGTINDONVI/MACSKCB`. */
  at(path: string): readonly string[];
}

const MAX_DEPTH = 64;

/** Reads well-formed XML 1.0; undefined when it is none. */
export function readXmlTexts(xml: string): XmlTexts | undefined {
  const names: string[] = [];
  const pieces: string[][] = [];
  const found = new Map<string, string[]>();
  let root = '';
  const reader = createXmlReader(
    {
      open(name) {
        if (names.length === 0) root = name;
        names.push(name);
        pieces.push([]);
        return true;
      },
      text(text) {
        pieces.at(-1)?.push(text);
      },
      close() {
        const path = names.slice(1).join('/');
        const texts = found.get(path) ?? [];
        texts.push((pieces.pop() ?? []).join('').trim());
        found.set(path, texts);
        names.pop();
      },
    },
    { maxDepth: MAX_DEPTH },
  );
  reader.write(xml);
  reader.end();
  if (reader.fault !== null) return undefined;
  return { root, at: (path) => found.get(path) ?? [] };
}
