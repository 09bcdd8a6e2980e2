import { firstLineNotUtf8 } from '../fhir/json/utf8.ts';
import type { RuleCatalogue } from '../types/issue.ts';
import type { FormRecord, SentFile, SourceRow } from '../types/source-record.ts';
import { decodeBase64 } from './base64.ts';
import { isUtf8Name } from './encoding-name.ts';
import { kindOf, readFormTable } from './form-table.ts';
import type { Hoso, HosoFile } from './hoso-envelope.ts';
import type { HosoFormat } from './hoso-format.ts';
import { IssueTally } from './issue-tally.ts';
import { outerMarkup, parseXmlDocument, type XmlElement } from './xml-element.ts';

export interface HosoContext {
  readonly rules: RuleCatalogue;
  readonly format: HosoFormat;
  readonly maxDepth: number;
  /** Position in the envelope, from 1. */
  readonly position: number;
  /** MACSKCB of the envelope, as far as it was read. */
  readonly facility: string | null;
  /** Keys of the HOSO before this one. */
  readonly earlierKeys: ReadonlySet<string>;
}

/**
 * Reads the tables of one HOSO. A table that cannot be read puts the record into quarantine, is kept as it was sent, and
 * the others are read all the same.
 */
export function decodeHoso(hoso: Hoso, context: HosoContext): FormRecord {
  const reader = new HosoReader(context, hoso);
  hoso.files.forEach((file, at) => {
    reader.readFile(file, at + 1);
  });
  return reader.record();
}

/** How messages name a file, and where it stands among the texts of its HOSO. */
interface FilePlace {
  readonly place: string;
  readonly path: string;
}

class HosoReader {
  readonly #context: HosoContext;
  readonly #hoso: Hoso;
  readonly #tally: IssueTally;
  readonly #tables = new Map<string, { readonly name: string; readonly rows: SourceRow[] }>();
  readonly #files: SentFile[] = [];
  readonly #unread: string[] = [];

  constructor(context: HosoContext, hoso: Hoso) {
    this.#context = context;
    this.#hoso = hoso;
    this.#tally = new IssueTally(context.rules);
  }

  readFile(file: HosoFile, number: number): void {
    const place = this.#placeOf(file, number);
    const content = file.content.trim();
    if (file.elements.length > 0 && !this.#context.format.isNested) this.#reportPlain(place);
    for (const element of file.elements) {
      const isRead = this.#readTable(element, file.kind, place, 'elements');
      if (!isRead) this.#keepUnread(file.kind, 'elements', outerMarkup(element));
    }
    if (content === '') {
      if (file.elements.length > 0) return;
      this.#tally.add('LT-D034', { place: place.place, with: { table: place.place } });
      this.#keepUnread(file.kind, 'text', file.content);
      return;
    }
    const wrapping = content.startsWith('<') ? 'text' : 'base64';
    if (wrapping === 'text') this.#reportPlain(place);
    const root = wrapping === 'text' ? this.#parse(content, place) : this.#readEncoded(content, place);
    const isRead = root !== null && this.#readTable(root, file.kind, place, wrapping);
    if (!isRead) this.#keepUnread(file.kind, wrapping, file.content);
  }

  record(): FormRecord {
    const { format, facility, earlierKeys, position } = this.#context;
    const facts = { tables: this.#tables, forms: format.forms, tally: this.#tally, facility, earlierKeys };
    const { texts, ownTexts } = this.#hoso;
    const identity = format.identify({ ...facts, unread: this.#unread });
    if (ownTexts.isFull) this.#tally.add('LT-D080', { place: 'HOSO' });
    return {
      format: format.format,
      ...identity,
      position,
      tables: this.#tables,
      envelope: {
        root: format.root,
        syntax: 'xml',
        texts: ownTexts.size === 0 ? texts : new Map([...texts, ...ownTexts.entries()]),
        files: this.#files,
      },
      issues: this.#tally.issues(),
    };
  }

  #placeOf({ kind: sent }: HosoFile, number: number): FilePlace {
    const { prefix, format } = this.#context.format;
    const kind = sent.trim().toUpperCase();
    const isForm = this.#context.format.forms.some(({ id }) => id === `${prefix}${kind}`);
    const isNamed = isForm || (format === 'claim-xml' && /^XML\d{1,2}$/.test(kind));
    return {
      place: isNamed ? `${prefix}${kind}` : `FILEHOSO[${number}]`,
      path: `HOSO/FILEHOSO${number === 1 ? '' : `#${number}`}/NOIDUNGFILE`,
    };
  }

  #reportPlain({ place }: FilePlace): void {
    this.#tally.add('LT-D035', { place, with: { table: place } });
  }

  #keepUnread(kind: string, content: SentFile['content'], unread: string): void {
    this.#files.push({ kind, table: '', rows: 0, content, unread });
  }

  #readEncoded(content: string, place: FilePlace): XmlElement | null {
    const bytes = decodeBase64(content);
    if (bytes === null) return this.#unreadable('LT-D030', place);
    const badLine = firstLineNotUtf8(bytes);
    if (badLine !== null) return this.#unreadable('LT-D031', place, { line: badLine });
    return this.#parse(bytes.toString('utf8'), place);
  }

  #parse(text: string, site: FilePlace): XmlElement | null {
    const { place } = site;
    const { root, fault, reader } = parseXmlDocument(text, this.#context.maxDepth, this.#hoso.budget);
    const { illegalCharacters: illegal, encoding } = reader;
    if (illegal !== null) {
      const { line, column, count } = illegal;
      this.#tally.add('LT-D014', { place, with: { place, line, column, count } });
    }
    if (encoding !== null && !isUtf8Name(encoding)) this.#tally.add('LT-D013', { place, with: { place } });
    if (fault === null) return root;
    const { reason, line, column } = fault;
    return this.#unreadable(reason === 'elements' ? 'LT-D033' : 'LT-D032', site, { line, column });
  }

  #unreadable(ruleId: string, { place }: FilePlace, details: Readonly<Record<string, number>> = {}): null {
    this.#unread.push(place);
    this.#tally.add(ruleId, { place, with: { table: place, ...details } });
    return null;
  }

  /** False: the root is that of no table (LT-D022). */
  #readTable(root: XmlElement, sentKind: string, site: FilePlace, content: SentFile['content']): boolean {
    const kind = sentKind.trim().toUpperCase();
    const nextNumber = (name: string) => (this.#tables.get(name)?.rows.length ?? 0) + 1;
    const { index, inManyFiles } = this.#context.format;
    const table = readFormTable(root, kind, index, this.#tally, ({ id }) => nextNumber(id));
    if (table === undefined) {
      this.#unreadable('LT-D022', site);
      return false;
    }
    const { form, rows } = table;
    const { id } = form;
    if (kind !== kindOf(form)) this.#tally.add('LT-D036', { place: id, with: { table: id, sent: site.place } });
    const path = `${site.path}/${root.name}`;
    this.#hoso.ownTexts.addAttributes(path, root.attributes);
    for (const [inside, element] of table.strays) this.#hoso.ownTexts.add(`${path}/${inside}`, element);
    const before = this.#tables.get(id);
    if (before === undefined) this.#tables.set(id, { name: id, rows: [...rows] });
    else {
      if (!inManyFiles.has(id)) this.#tally.add('LT-D021', { place: id, with: { table: id } });
      for (const row of rows) before.rows.push(row);
    }
    const sentRoot = {
      ...(root.name === form.root ? {} : { root: root.name }),
      ...(table.isUnlisted ? ({ isUnlisted: true } as const) : {}),
    };
    this.#files.push({ kind: sentKind, table: id, ...sentRoot, rows: rows.length, content });
    return true;
  }
}
