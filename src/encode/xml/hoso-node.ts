import { HOSO } from '../../fhir/envelope-place.ts';
import type { FormRecord, SentFile, SourceRow } from '../../types/source-record.ts';
import { isCanonicalMarkup } from './canonical-markup.ts';
import { XML_DECLARATION } from './declaration.ts';
import { type FormsById, tableNode } from './table-node.ts';
import { XmlNode } from './xml-node.ts';

export interface HosoStyle {
  readonly forms: FormsById;
  /** How a table stands in NOIDUNGFILE unless the file says otherwise. */
  readonly content: SentFile['content'];
}

type Texts = readonly (readonly [path: string, text: string])[];

/** A file with its rows. */
interface FullFile extends SentFile {
  readonly sourceRows: readonly SourceRow[];
}

/** A record as HOSO: its tables in the files that they came in, or each in a file of its own. */
export function hosoNode({ tables, envelope }: FormRecord, style: HosoStyle): XmlNode {
  const hoso = new XmlNode(HOSO);
  const texts = ownTexts(envelope.texts);
  const strays: (readonly [path: string, text: string])[] = [];
  for (const [path, text] of texts) if (inTable(path) !== undefined) strays.push([path, text]);
  filesOf(tables, envelope.files, style).forEach((file, at) => {
    const step = at === 0 ? 'FILEHOSO' : `FILEHOSO#${at + 1}`;
    const node = hoso.child(step);
    node.addText('LOAIHOSO', file.kind);
    const own = strays.flatMap(([path, text]) =>
      path.startsWith(`${step}/`) ? [[inTable(path) ?? '', text] as const] : [],
    );
    addContent(node.child('NOIDUNGFILE'), file, style, own);
  });
  for (const [path, text] of texts) if (inTable(path) === undefined) hoso.addText(path, text);
  return hoso;
}

/** Texts of the HOSO itself, by their paths in it. */
function ownTexts(texts: ReadonlyMap<string, string>): Texts {
  return [...texts].flatMap(([path, text]) =>
    path.startsWith(`${HOSO}/`) ? [[path.slice(HOSO.length + 1), text] as const] : [],
  );
}

/** Path below the root of a table, of a path in the HOSO: `FILEHOSO/NOIDUNGFILE/CT07/@Id` is `@Id` there. */
function inTable(path: string): string | undefined {
  const [file = '', content, root = '', ...below] = path.split('/');
  const isInTable = file.startsWith('FILEHOSO') && content === 'NOIDUNGFILE' && root !== '' && below.length > 0;
  return isInTable ? below.join('/') : undefined;
}

/** The files as sent, with their rows, and after them those of the tables (or rows) that no file names. */
function filesOf(tables: FormRecord['tables'], sent: readonly SentFile[], style: HosoStyle): readonly FullFile[] {
  const left = new Map([...tables].map(([name, { rows }]) => [name, [...rows]]));
  const last = new Map(sent.map((file) => [file.table, file]));
  const files = sent.map((file) => {
    const rows = left.get(file.table) ?? [];
    const isLast = last.get(file.table) === file;
    return { ...file, sourceRows: rows.splice(0, isLast && !isSingle(file.table, style) ? rows.length : file.rows) };
  });
  const others = [...left].flatMap(([table, rows]) => {
    if (rows.length === 0 && last.has(table)) return [];
    const kind = table.slice(table.lastIndexOf('.') + 1);
    const file = { kind, table, rows: rows.length, content: style.content };
    return isSingle(table, style)
      ? rows.map((row) => ({ ...file, sourceRows: [row] }))
      : [{ ...file, sourceRows: rows }];
  });
  return [...files, ...others];
}

/** True for a table whose root is its only row. */
function isSingle(table: string, { forms }: HosoStyle): boolean {
  const form = forms.get(table);
  return form !== undefined && form.root === form.row;
}

function addContent(node: XmlNode, file: FullFile, { forms }: HosoStyle, strays: Texts): void {
  const form = forms.get(file.table);
  if (form === undefined) addUnread(node, file);
  else {
    const table = tableNode(form, file.sourceRows, file, strays);
    if (file.content === 'elements') node.appendNode(table);
    else {
      const document = `${XML_DECLARATION}\n${table.toMarkup()}\n`;
      node.addText('#text', file.content === 'text' ? document : Buffer.from(document, 'utf8').toString('base64'));
    }
  }
}

/** Elements that were no table are markup, and come back as such; anything else is text. */
function addUnread(node: XmlNode, { content, unread = '' }: FullFile): void {
  if (content === 'elements' && isCanonicalMarkup(unread)) node.appendMarkup(unread);
  else node.addText('#text', unread);
}
