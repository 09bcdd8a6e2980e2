import { SaxesParser } from 'saxes';

/**
 * Why reading stopped. `syntax`: not well-formed XML 1.0, undefined entities included; `truncated`: the end is
 * missing; `elements`: the reader of the elements has had enough.
 */
export type XmlFaultReason = 'syntax' | 'truncated' | 'doctype' | 'depth' | 'elements';

/** Line and column count from 1, columns in characters. */
export interface XmlFault {
  readonly reason: XmlFaultReason;
  readonly line: number;
  readonly column: number;
}

/** Takes the elements as they are read. Attributes are plain name and value, without namespaces. */
export interface XmlHandler {
  /** False: no more elements are wanted; the document is refused with `elements`. */
  open(name: string, attributes: Readonly<Record<string, string>>): boolean;
  /** Character data, CDATA included, in pieces. */
  text(text: string): void;
  close(name: string): void;
}

export interface XmlReader {
  /** Reads on. Nothing is handed to the handler after a fault. */
  write(text: string): void;
  end(): void;
  readonly fault: XmlFault | null;
  /** Encoding named by the XML declaration, when there is one. */
  readonly encoding: string | null;
  /** Characters that XML 1.0 forbids: they are replaced by U+FFFD, counted, and the first is remembered. */
  readonly illegalCharacters: { readonly count: number; readonly line: number; readonly column: number } | null;
}

export interface XmlReaderOptions {
  readonly maxDepth: number;
  /** Number of the first line. Default 1. */
  readonly firstLine?: number;
}

/** Handed to the parser at once; it reads on to the end of a piece after a fault. */
const PIECE_CHARACTERS = 65_536;
/** What stands before the root (declaration, comments) is short. */
const MAX_PROLOG_CHARACTERS = PIECE_CHARACTERS;
/**
 * Longer names are no names of a form. Beyond 16,383 characters all strings of one length have the same hash, so that a few
 * thousand would take minutes to tell apart.
 */
const MAX_NAME_CHARACTERS = 1_000;
/** A document with more forbidden characters than this is no text. */
const MAX_ILLEGAL_CHARACTERS = 1_000;

const PREDEFINED_ENTITIES = Object.freeze(
  Object.assign(Object.create(null), { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }) as Record<string, string>,
);

/** What the parser leaves in the text after it reported a forbidden character, or a reference to one. */
const FORBIDDEN =
  /(?![\t\n\r\x7f-\x9f])\p{Cc}|[\ufffe\uffff]|&#(?:x0*(?:[0-8bcef]|1[\da-f]|fff[ef])|0*(?:[0-8]|1[124-9]|2\d|3[01]));/giu;

/**
 * Strict XML 1.0 reader. Refuses DOCTYPE (and with it every entity of one's own), undefined entities, mismatched
 * tags, text outside the root, a second root, duplicate attributes, nesting deeper than `maxDepth`, element names of more
 * than 1,000 characters, more than 1,000 forbidden characters, and more than 64 KiB before the root.
 * @source https://www.w3.org/TR/xml/
 */
export function createXmlReader(handler: XmlHandler, options: XmlReaderOptions): XmlReader {
  return new SaxesReader(handler, options);
}

/** Reports faults without making Error objects: a hostile file may hold millions. */
class ReportingParser extends SaxesParser {
  report: (message: string) => void = () => {};

  override fail(message: string): this {
    this.report(message);
    return this;
  }
}

class SaxesReader implements XmlReader {
  fault: XmlFault | null = null;
  encoding: string | null = null;
  illegalCharacters: { count: number; line: number; column: number } | null = null;
  readonly #parser = new ReportingParser({ forceXMLVersion: true, defaultXMLVersion: '1.0' });
  readonly #handler: XmlHandler;
  readonly #maxDepth: number;
  #depth = 0;
  #insideTag = false;
  #rootSeen = false;
  #characters = 0;

  constructor(handler: XmlHandler, { maxDepth, firstLine = 1 }: XmlReaderOptions) {
    this.#handler = handler;
    this.#maxDepth = maxDepth;
    const parser = this.#parser;
    parser.line = firstLine;
    // The parser's own table inherits from Object.prototype, so `&constructor;` would be an entity.
    parser.ENTITIES = PREDEFINED_ENTITIES;
    parser.report = (message) => this.#report(message);
    parser.on('xmldecl', ({ encoding }) => {
      this.encoding = encoding ?? null;
    });
    parser.on('doctype', () => this.#stop('doctype'));
    parser.on('opentagstart', () => {
      this.#insideTag = true;
    });
    parser.on('opentag', (tag) => this.#open(tag.name, tag.attributes));
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    parser.on('closetag', (tag) => this.#close(tag.name));
  }

  write(text: string): void {
    for (let start = 0; start < text.length && this.fault === null; start += PIECE_CHARACTERS) {
      const piece = text.slice(start, start + PIECE_CHARACTERS);
      this.#parser.write(piece);
      this.#characters += piece.length;
      if (!this.#rootSeen && this.#characters > MAX_PROLOG_CHARACTERS) this.#stop('syntax');
    }
  }

  end(): void {
    if (this.fault === null) this.#parser.close();
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#insideTag = false;
    if (this.fault !== null) return;
    this.#rootSeen = true;
    this.#depth += 1;
    if (this.#depth > this.#maxDepth) this.#stop('depth');
    else if (name.length > MAX_NAME_CHARACTERS) this.#stop('syntax');
    else if (!this.#handler.open(name, attributes)) this.#stop('elements');
  }

  #text(text: string): void {
    if (this.fault !== null || this.#depth === 0) return;
    this.#handler.text(this.illegalCharacters === null ? text : text.replace(FORBIDDEN, '\ufffd'));
  }

  #close(name: string): void {
    if (this.fault !== null) return;
    this.#depth -= 1;
    this.#handler.close(name);
  }

  #report(message: string): void {
    // The parser leaves these in the text, so reading can go on; after anything else the rest is uncertain.
    const inText = message === 'disallowed character.' || message === 'malformed character entity.';
    if (inText && !this.#insideTag) this.#countIllegal();
    else if (message.startsWith('unclosed tag') || message === 'unexpected end.') this.#stop('truncated');
    else this.#stop('syntax');
  }

  #countIllegal(): void {
    const { line, column } = this.#parser;
    if (this.illegalCharacters === null) this.illegalCharacters = { count: 1, line, column };
    else this.illegalCharacters.count += 1;
    if (this.illegalCharacters.count > MAX_ILLEGAL_CHARACTERS) this.#stop('syntax');
  }

  #stop(reason: XmlFaultReason): void {
    const { line, column } = this.#parser;
    this.fault ??= { reason, line, column: Math.max(column, 1) };
  }
}
