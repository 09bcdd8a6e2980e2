import { referenceAt } from './character-references.ts';
import { endOfName } from './known-names.ts';

/** A piece of markup; `broken` when it is not well-formed, `end` after the last one. */
export type Markup = 'open' | 'close' | 'comment' | 'cdata' | 'declaration' | 'instruction' | 'end' | 'broken';

/** No element of XHTML has half as many. */
const MAX_ATTRIBUTES = 64;

const EXCLAMATION = 0x21;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const QUESTION = 0x3f;

/**
 * Goes through XML from one piece of markup to the next, in linear time and without a tree, and sees to it that it is
 * well-formed. Not its matter: namespaces, declarations, that there is just one root.
 * @source https://www.w3.org/TR/xml/
 */
export class MarkupScanner {
  /** Where the name of the opening tag stands. */
  nameStart = 0;
  nameEnd = 0;
  /** How many elements are open. */
  depth = 0;
  /** Attributes of the opening tag, as written: names and values at the same index. */
  readonly attributes: string[] = [];
  readonly values: string[] = [];
  isSelfClosed = false;
  /** The text between the piece before and this one. */
  textStart = 0;
  textEnd = 0;
  /** A reference that XML does not define, `&nbsp;` for one, was met. */
  hasForeignEntity = false;
  readonly #text: string;
  /** Where the names of the open elements stand: start and end, by depth. */
  readonly #open: number[] = [];
  #at = 0;
  /** Where the next `&` is that was not looked at; the length of the text when there is none. */
  #nextReference: number;

  constructor(text: string) {
    this.#text = text;
    this.#nextReference = this.#find('&', 0);
  }

  /** Moves to the next piece of markup. */
  next(): Markup {
    const text = this.#text;
    this.textStart = this.#at;
    this.textEnd = text.charCodeAt(this.#at) === LESS ? this.#at : this.#find('<', this.#at);
    if (this.#nextReference < this.textEnd && !this.#checkReferences(this.textEnd)) return 'broken';
    if (this.textEnd === text.length) return this.depth === 0 ? 'end' : 'broken';
    const code = text.charCodeAt(this.textEnd + 1);
    if (code === SLASH) return this.#closingTag(this.textEnd + 2);
    if (code === EXCLAMATION) return this.#declaration(this.textEnd);
    if (code === QUESTION) return this.#pass('?>', this.textEnd + 2, 'instruction');
    return this.#openingTag(this.textEnd + 1);
  }

  #closingTag(start: number): Markup {
    if (this.depth === 0) return 'broken';
    this.depth -= 1;
    const open = this.#open[this.depth * 2] as number;
    const length = (this.#open[this.depth * 2 + 1] as number) - open;
    for (let at = 0; at < length; at += 1) {
      if (this.#text.charCodeAt(start + at) !== this.#text.charCodeAt(open + at)) return 'broken';
    }
    const end = this.#spaceEnd(start + length);
    if (this.#text.charCodeAt(end) !== GREATER) return 'broken';
    this.#at = end + 1;
    return 'close';
  }

  #openingTag(start: number): Markup {
    this.nameStart = start;
    this.nameEnd = endOfName(this.#text, start);
    if (this.nameEnd === start) return 'broken';
    if (this.attributes.length > 0) {
      this.attributes.length = 0;
      this.values.length = 0;
    }
    let at = this.nameEnd;
    let code = this.#text.charCodeAt(at);
    while (code !== GREATER && code !== SLASH) {
      const attribute = this.#spaceEnd(at);
      code = this.#text.charCodeAt(attribute);
      if (code === GREATER || code === SLASH) at = attribute;
      else {
        at = attribute === at ? -1 : this.#attribute(attribute);
        if (at === -1) return 'broken';
        code = this.#text.charCodeAt(at);
      }
    }
    this.isSelfClosed = code === SLASH;
    if (this.isSelfClosed) at += 1;
    if (this.#text.charCodeAt(at) !== GREATER) return 'broken';
    this.#at = at + 1;
    if (!this.isSelfClosed) {
      this.#open[this.depth * 2] = start;
      this.#open[this.depth * 2 + 1] = this.nameEnd;
      this.depth += 1;
    }
    return 'open';
  }

  /** Reads `name="value"`. Offset after it; -1 when it is not well-formed or stands there a second time. */
  #attribute(start: number): number {
    const text = this.#text;
    const nameEnd = endOfName(text, start);
    const equals = this.#spaceEnd(nameEnd);
    if (nameEnd === start || text.charCodeAt(equals) !== EQUALS) return -1;
    const open = this.#spaceEnd(equals + 1);
    const quote = text.charCodeAt(open);
    if (quote !== QUOTE && quote !== APOSTROPHE) return -1;
    const end = text.indexOf(quote === QUOTE ? '"' : "'", open + 1);
    if (end === -1) return -1;
    const name = text.slice(start, nameEnd);
    const value = text.slice(open + 1, end);
    if (this.attributes.length >= MAX_ATTRIBUTES || this.attributes.includes(name)) return -1;
    if (value.includes('<') || !this.#checkReferences(end)) return -1;
    this.attributes.push(name);
    this.values.push(value);
    return end + 1;
  }

  #declaration(start: number): Markup {
    const text = this.#text;
    if (text.startsWith('<!--', start)) {
      const end = text.indexOf('--', start + 4);
      return end !== -1 && text.charCodeAt(end + 2) === GREATER ? this.#pass('-->', end, 'comment') : 'broken';
    }
    if (text.startsWith('<![CDATA[', start)) return this.#pass(']]>', start + 9, 'cdata');
    return 'declaration';
  }

  /** Passes over markup that ends with `end`; references do not count in it. */
  #pass(end: string, from: number, kind: Markup): Markup {
    const found = this.#text.indexOf(end, from);
    if (found === -1) return 'broken';
    this.#at = found + end.length;
    if (this.#nextReference < this.#at) this.#nextReference = this.#find('&', this.#at);
    return kind;
  }

  /** Looks at the references before an offset. False when one of them is not well-formed. */
  #checkReferences(end: number): boolean {
    while (this.#nextReference < end) {
      const reference = referenceAt(this.#text, this.#nextReference);
      if (reference === undefined) return false;
      if (reference.isForeign) this.hasForeignEntity = true;
      this.#nextReference = this.#find('&', reference.end);
    }
    return true;
  }

  #find(what: string, from: number): number {
    const at = this.#text.indexOf(what, from);
    return at === -1 ? this.#text.length : at;
  }

  #spaceEnd(start: number): number {
    let at = start;
    let code = this.#text.charCodeAt(at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      at += 1;
      code = this.#text.charCodeAt(at);
    }
    return at;
  }
}
