import { SaxesParser } from 'saxes';

/** One row of an inner table, fields in the order of the document. */
export type Row = ReadonlyMap<string, string>;

/** One HOSO: its tables by LOAIHOSO. */
export type Hoso = ReadonlyMap<string, readonly Row[]>;

interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

/**
 * Reads a well-formed claim envelope, apart from the program's own decoder: a strict XML parser and nothing tolerated.
 * Refuses (throws) XML that is not well-formed.
 */
export function readClaimFile(bytes: Buffer): {
  readonly declared: number;
  readonly facility: string;
  readonly records: readonly Hoso[];
} {
  const root = parseTree(bytes.toString('utf8'));
  const records = descendants(root, 'HOSO').map(
    (hoso) =>
      new Map(
        descendants(hoso, 'FILEHOSO').map((file) => [textOf(file, 'LOAIHOSO'), readTable(textOf(file, 'NOIDUNGFILE'))]),
      ),
  );
  return { declared: Number(textOf(root, 'SOLUONGHOSO')), facility: textOf(root, 'MACSKCB'), records };
}

function readTable(base64: string): readonly Row[] {
  const root = parseTree(Buffer.from(base64, 'base64').toString('utf8'));
  const rows = root.children.some(({ children }) => children.length > 0) ? (root.children[0]?.children ?? []) : [root];
  return rows.map(({ children }) => new Map(children.map(({ name, text }) => [name, text])));
}

function parseTree(xml: string): Element {
  const parser = new SaxesParser();
  const open: Element[] = [{ name: '', children: [], text: '' }];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    const element: Element = { name, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  const [root] = open[0]?.children ?? [];
  if (root === undefined) throw new Error('no root element');
  return root;
}

function descendants(element: Element, name: string): readonly Element[] {
  return element.children.flatMap((child) => (child.name === name ? [child] : descendants(child, name)));
}

function textOf(element: Element, name: string): string {
  return descendants(element, name)[0]?.text ?? '';
}
