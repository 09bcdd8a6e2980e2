import type { FormTree } from '../../types/form-tree.ts';
import { fieldOfMember } from './member-name.ts';

/** A node that is still being filled. */
interface Growing extends FormTree {
  readonly children: FormTree[];
}

/** An open object or array: where its values go, and how they are called. */
interface Open {
  readonly isArray: boolean;
  /** Name of the values: of an array its own, of an object the member that is being read. */
  name: string;
  readonly into: FormTree[];
  readonly before: number;
  readonly inArray: boolean;
}

const SPACE = /[ \t\n\r]*/y;
const LITERAL = /[^ \t\n\r,\]}]+/y;

/**
 * JSON text as a tree, in the order of the text: numbers keep their digits, and each value its type. An array is its items
 * one after the other; an empty one is a leaf of the type `array`. The root has no name.
 *
 * @param text well-formed JSON (RFC 8259) without repeated names and of limited depth: `parseStrictJson` tells.
 */
export function readJsonTree(text: string): FormTree {
  return new TreeReader(text).read();
}

class TreeReader {
  readonly #text: string;
  #at = 0;
  readonly #open: Open[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): FormTree {
    const top: FormTree[] = [];
    this.#open.push({ isArray: false, name: '', into: top, before: 0, inArray: false });
    this.#value();
    while (this.#open.length > 1) this.#step();
    const [only] = top;
    const isArray = top.length !== 1 || only?.inArray === true;
    return isArray || only === undefined ? { name: '', text: null, children: top } : only;
  }

  /** One value of the innermost container, or its end. */
  #step(): void {
    const open = this.#innermost();
    const mark = this.#peek();
    if (mark === ']' || mark === '}') {
      this.#leave(open);
      return;
    }
    if (mark === ',') this.#at += 1;
    if (!open.isArray) {
      this.#peek();
      open.name = fieldOfMember(this.#string());
      this.#peek();
      this.#at += 1;
    }
    this.#value();
  }

  #value(): void {
    const mark = this.#peek();
    if (mark === '{' || mark === '[') this.#enter(mark === '[');
    else if (mark === '"') this.#leaf(this.#string());
    else this.#literal();
  }

  #leaf(text: string, jsonType?: FormTree['jsonType']): void {
    const { name, into, isArray } = this.#innermost();
    into.push({ name, text, ...(jsonType && { jsonType }), ...(isArray && { inArray: true }), children: [] });
  }

  #enter(isArray: boolean): void {
    const { name, into, isArray: inArray } = this.#innermost();
    this.#at += 1;
    // Items of a member's array stand beside the other members; an array inside an array, and an object, are nodes.
    if (isArray && !inArray) this.#open.push({ isArray, name, into, before: into.length, inArray });
    else {
      const node: Growing = { name, text: null, ...(inArray && { inArray }), children: [] };
      into.push(node);
      this.#open.push({ isArray, name: '', into: node.children, before: 0, inArray });
    }
  }

  #leave({ isArray, name, into, before, inArray }: Open): void {
    this.#at += 1;
    this.#open.pop();
    if (!isArray || into.length > before) return;
    if (inArray) this.#innermost().into.pop();
    const of = inArray ? this.#innermost() : { name, into };
    of.into.push({ name: of.name, text: '', jsonType: 'array', ...(inArray && { inArray }), children: [] });
  }

  #innermost(): Open {
    return this.#open[this.#open.length - 1] as Open;
  }

  #peek(): string | undefined {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#text);
    this.#at = SPACE.lastIndex;
    return this.#text[this.#at];
  }

  /** A number, true, false or null. */
  #literal(): void {
    LITERAL.lastIndex = this.#at;
    const [literal = ''] = LITERAL.exec(this.#text) ?? [];
    this.#at += Math.max(literal.length, 1);
    if (literal === 'null') this.#leaf('', 'null');
    else this.#leaf(literal, literal === 'true' || literal === 'false' ? 'boolean' : 'number');
  }

  #string(): string {
    const start = this.#at;
    let end = start + 1;
    let escaped = false;
    for (; this.#text[end] !== '"' && end < this.#text.length; end += 1) {
      if (this.#text[end] !== '\\') continue;
      escaped = true;
      end += 1;
    }
    this.#at = end + 1;
    return escaped ? (JSON.parse(this.#text.slice(start, end + 1)) as string) : this.#text.slice(start + 1, end);
  }
}
