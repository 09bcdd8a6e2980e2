import type { Limits } from '../../types/config.ts';
import { fateOfNumber, type NumberFate } from './json-number.ts';

export type JsonLimits = Pick<Limits, 'maxDepth' | 'maxNodes' | 'maxNames' | 'maxStringLength'>;

export type JsonFaultReason = 'syntax' | 'duplicate' | 'depth' | 'nodes' | 'names' | 'string' | 'surrogate';

/** A number that will not be written again as it was read. */
export interface InexactNumber {
  readonly offset: number;
  readonly fate: Exclude<NumberFate, 'exact'>;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const END = -1;

/** Above this many names a set is quicker than comparing with each, and cannot be made slow on purpose. */
const NAMES_COMPARED = 32;
/** Decimal digits that every double keeps. */
const SAFE_DIGITS = 15;

/**
 * One linear pass over JSON text that checks all that JSON.parse does not: limits, duplicate names, lone surrogates,
 * numbers that would change; and the grammar, so that JSON.parse afterwards cannot fail. Keeps no values.
 * @source https://www.rfc-editor.org/rfc/rfc8259 and, for names and surrogates, https://www.rfc-editor.org/rfc/rfc7493
 */
export class JsonScanner {
  fault: { readonly reason: JsonFaultReason; readonly offset: number } | null = null;
  readonly inexact: InexactNumber[] = [];
  readonly #bytes: Buffer;
  readonly #limits: JsonLimits;
  #at = 0;
  #nodes = 0;
  #depth = 0;
  /** By depth: 1 for an object, the values read so far, and where the names of this object begin below. */
  readonly #isObject: Uint8Array;
  readonly #counts: Uint32Array;
  readonly #firstName: Uint32Array;
  readonly #nameSets: (Set<string> | null)[] = [];
  /** Names of the open objects: hash, first byte, byte after the last. */
  readonly #names: number[] = [];
  #escaped = false;

  /** @param bytes UTF-8 without byte order mark. */
  constructor(bytes: Buffer, limits: JsonLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
    this.#isObject = new Uint8Array(limits.maxDepth + 1);
    this.#counts = new Uint32Array(limits.maxDepth + 1);
    this.#firstName = new Uint32Array(limits.maxDepth + 1);
  }

  /** Reads to the end, or to the first fault. */
  scan(): void {
    let going = this.#value(this.#peek());
    while (going && this.#depth > 0) going = this.#step();
    if (going && this.#peek() !== END) this.#fail('syntax');
  }

  /** One member of the open container, or its end. */
  #step(): boolean {
    const isObject = this.#isObject[this.#depth] === 1;
    let code = this.#peek();
    if (code === (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) return this.#leave();
    const count = this.#counts[this.#depth] ?? 0;
    if (count > 0) {
      if (code !== COMMA) return this.#fail('syntax');
      this.#at += 1;
      code = this.#peek();
    }
    this.#counts[this.#depth] = count + 1;
    if (isObject) {
      if (!this.#name(code)) return false;
      code = this.#peek();
    }
    return this.#value(code);
  }

  #value(code: number): boolean {
    this.#nodes += 1;
    if (this.#nodes > this.#limits.maxNodes) return this.#fail('nodes');
    if (code === QUOTE) return this.#string();
    if (code === OPEN_BRACE || code === OPEN_BRACKET) return this.#enter(code === OPEN_BRACE);
    if (code === MINUS || (code >= ZERO && code <= NINE)) return this.#number();
    if (code === 0x74) return this.#literal('true');
    if (code === 0x66) return this.#literal('false');
    return code === 0x6e ? this.#literal('null') : this.#fail('syntax');
  }

  #enter(isObject: boolean): boolean {
    if (this.#depth === this.#limits.maxDepth) return this.#fail('depth');
    this.#at += 1;
    this.#depth += 1;
    this.#isObject[this.#depth] = isObject ? 1 : 0;
    this.#counts[this.#depth] = 0;
    this.#firstName[this.#depth] = this.#names.length;
    this.#nameSets[this.#depth] = null;
    return true;
  }

  #leave(): boolean {
    this.#at += 1;
    this.#names.length = this.#firstName[this.#depth] ?? 0;
    this.#depth -= 1;
    return true;
  }

  #name(code: number): boolean {
    if (code !== QUOTE) return this.#fail('syntax');
    const start = this.#at + 1;
    this.#escaped = false;
    if (!this.#string()) return false;
    if ((this.#counts[this.#depth] ?? 0) > this.#limits.maxNames) return this.#fail('names');
    if (this.#isRepeated(start, this.#at - 1)) return this.#fail('duplicate', start - 1);
    if (this.#peek() !== COLON) return this.#fail('syntax');
    this.#at += 1;
    return true;
  }

  #isRepeated(start: number, end: number): boolean {
    const set = this.#nameSets[this.#depth] ?? this.#nameSetWhenDue();
    if (set !== null) {
      const name = this.#unescape(start, end);
      if (set.has(name)) return true;
      set.add(name);
      return false;
    }
    let hash = end - start;
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (this.#bytes[at] ?? 0)) | 0;
    const names = this.#names;
    for (let i = this.#firstName[this.#depth] ?? 0; i < names.length; i += 3) {
      if (names[i] === hash && this.#sameBytes(names[i + 1] ?? 0, names[i + 2] ?? 0, start, end)) return true;
    }
    names.push(hash, start, end);
    return false;
  }

  /** The names so far as a set, once there are many of them or one is written with escapes. */
  #nameSetWhenDue(): Set<string> | null {
    const first = this.#firstName[this.#depth] ?? 0;
    if (!this.#escaped && this.#names.length - first < NAMES_COMPARED * 3) return null;
    const set = new Set<string>();
    for (let i = first; i < this.#names.length; i += 3) {
      set.add(this.#unescape(this.#names[i + 1] ?? 0, this.#names[i + 2] ?? 0));
    }
    this.#nameSets[this.#depth] = set;
    return set;
  }

  #unescape(start: number, end: number): string {
    const text = this.#bytes.toString('utf8', start, end);
    return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
  }

  #sameBytes(start: number, end: number, otherStart: number, otherEnd: number): boolean {
    if (end - start !== otherEnd - otherStart) return false;
    return this.#bytes.compare(this.#bytes, otherStart, otherEnd, start, end) === 0;
  }

  #string(): boolean {
    const bytes = this.#bytes;
    const length = bytes.length;
    const start = this.#at + 1;
    let at = start;
    while (at < length) {
      const code = bytes[at] as number;
      if (code === QUOTE) {
        this.#at = at + 1;
        return at - start <= this.#limits.maxStringLength || this.#isShortEnough(start, at);
      }
      if (code < 0x20) break;
      if (code === BACKSLASH) {
        const next = this.#escape(at);
        if (next === END) return false;
        at = next;
      } else at += 1;
    }
    return this.#fail('syntax', at);
  }

  /** Bytes are more than characters. */
  #isShortEnough(start: number, end: number): boolean {
    const { maxStringLength } = this.#limits;
    return this.#unescape(start, end).length <= maxStringLength || this.#fail('string', start - 1);
  }

  /** Offset after the escape, or END. */
  #escape(at: number): number {
    this.#escaped = true;
    const code = this.#bytes[at + 1];
    if (code !== 0x75) {
      if (code !== undefined && code !== 0 && '"\\/bfnrt'.includes(String.fromCharCode(code))) return at + 2;
      this.#fail('syntax', at);
      return END;
    }
    const unit = this.#hex(at + 2);
    if (unit === END) this.#fail('syntax', at);
    else if (unit < 0xd800 || unit > 0xdfff) return at + 6;
    else if (unit < 0xdc00 && this.#bytes[at + 6] === BACKSLASH && this.#bytes[at + 7] === 0x75) {
      const low = this.#hex(at + 8);
      if (low >= 0xdc00 && low <= 0xdfff) return at + 12;
      this.#fail(low === END ? 'syntax' : 'surrogate', at);
    } else this.#fail('surrogate', at);
    return END;
  }

  #hex(at: number): number {
    const digits = this.#bytes.toString('latin1', at, at + 4);
    return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : END;
  }

  #number(): boolean {
    const start = this.#at;
    const bytes = this.#bytes;
    const negative = bytes[start] === MINUS;
    const whole = negative ? start + 1 : start;
    let at = this.#digits(whole);
    if (at === whole || (bytes[whole] === ZERO && at > whole + 1)) return this.#fail('syntax', at);
    let plain = at - whole <= SAFE_DIGITS && !(negative && bytes[whole] === ZERO);
    if (bytes[at] === POINT) {
      const end = this.#digits(at + 1);
      if (end === at + 1) return this.#fail('syntax', end);
      // Six zeros after the point and the number is written with an exponent: left to the slow test.
      plain =
        end - whole - 1 <= SAFE_DIGITS && bytes[end - 1] !== ZERO && (bytes[whole] !== ZERO || bytes[at + 1] !== ZERO);
      at = end;
    }
    if (((bytes[at] ?? 0) | 0x20) === 0x65) {
      const sign = bytes[at + 1] === MINUS || bytes[at + 1] === 0x2b ? at + 2 : at + 1;
      const end = this.#digits(sign);
      if (end === sign) return this.#fail('syntax', end);
      plain = false;
      at = end;
    }
    this.#at = at;
    if (!plain) this.#checkFate(start, at);
    return true;
  }

  #checkFate(start: number, end: number): void {
    const fate = fateOfNumber(this.#bytes.toString('latin1', start, end));
    if (fate !== 'exact') this.inexact.push({ offset: start, fate });
  }

  /** Offset after the digits. */
  #digits(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    while (at < bytes.length && (bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at += 1;
    return at;
  }

  #literal(word: string): boolean {
    const end = this.#at + word.length;
    if (this.#bytes.toString('latin1', this.#at, end) !== word) return this.#fail('syntax');
    this.#at = end;
    return true;
  }

  /** Passes over white space; the byte that follows, or END. */
  #peek(): number {
    const bytes = this.#bytes;
    const length = bytes.length;
    let at = this.#at;
    while (at < length) {
      const code = bytes[at] as number;
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) {
        this.#at = at;
        return code;
      }
      at += 1;
    }
    this.#at = at;
    return END;
  }

  #fail(reason: JsonFaultReason, offset = this.#at): false {
    this.fault ??= { reason, offset };
    return false;
  }
}
