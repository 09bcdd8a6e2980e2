import { isCarried } from './escape.ts';
import { legalName } from './legal-name.ts';

/** Deeper markup is no longer that of a form. */
const MAX_DEPTH = 32;

const TEXT = /(?:[^<>&\r]|&(?:amp|lt|gt|#13);)+/y;
const CLOSE = /<\/([^<>/\s="']+)>/y;
const OPEN = /<([^<>/\s="']+)/y;
const ATTRIBUTE = / ([^<>/\s="']+)="((?:[^<>"&\r\n\t]|&(?:amp|lt|gt|quot|#13|#10|#9);)*)"/y;
const END_OF_TAG = /(\/?)>/y;

/**
 * True for a piece of XML in exactly the form in which the decoder keeps markup: balanced, no comments, an empty element as
 * `<x/>`, everything escaped in one way. Only such a piece is the same after it was written and read again.
 */
export function isCanonicalMarkup(text: string): boolean {
  if (!isCarried(text)) return false;
  const scanner = new MarkupScanner(text);
  while (!scanner.isAtEnd) {
    if (!(scanner.text() || scanner.closingTag() || scanner.openingTag())) return false;
  }
  return scanner.isBalanced;
}

class MarkupScanner {
  readonly #text: string;
  readonly #open: string[] = [];
  #at = 0;
  /** What was read last opened an element: nothing is in it yet. */
  #isEmpty = false;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  get isBalanced(): boolean {
    return this.#open.length === 0;
  }

  text(): boolean {
    if (this.#take(TEXT) === null) return false;
    this.#isEmpty = false;
    return true;
  }

  /** Not of an empty element: that would be written `<x/>`. */
  closingTag(): boolean {
    const name = this.#take(CLOSE)?.[1];
    if (name === undefined || this.#isEmpty) return false;
    return this.#open.pop() === name;
  }

  openingTag(): boolean {
    const name = this.#take(OPEN)?.[1];
    if (name === undefined || name !== legalName(name) || !this.#attributes()) return false;
    const end = this.#take(END_OF_TAG);
    if (end === null || this.#open.length >= MAX_DEPTH) return false;
    this.#isEmpty = end[1] === '';
    if (this.#isEmpty) this.#open.push(name);
    return true;
  }

  #attributes(): boolean {
    const names = new Set<string>();
    for (let found = this.#take(ATTRIBUTE); found !== null; found = this.#take(ATTRIBUTE)) {
      const [, name = ''] = found;
      if (names.has(name) || name !== legalName(name)) return false;
      names.add(name);
    }
    return true;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }
}
