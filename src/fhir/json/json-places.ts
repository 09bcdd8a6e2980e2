const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const CLOSE_BRACE = 0x7d;
const BLOCK = 4_096;

/** Offsets of the values directly inside one object (by name) or array (by index). */
type Members = ReadonlyMap<string, number> | readonly number[];

/**
 * Finds places in JSON text that was read before: where an element stands, and which element stands there. Each
 * object or array is looked through once, and only when asked for.
 */
export class JsonPlaces {
  readonly #bytes: Buffer;
  readonly #members = new Map<number, Members>();
  #lines: { readonly starts: readonly number[]; readonly charactersBefore: readonly number[] } | null = null;

  /** @param bytes JSON in UTF-8, well-formed at least up to the offsets that are asked for. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Line and column from 1, in characters. */
  position(offset: number): { readonly line: number; readonly column: number } {
    this.#lines ??= this.#indexLines();
    const { starts } = this.#lines;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: this.#charactersBefore(offset) - this.#charactersBefore(starts[low] ?? 0) + 1 };
  }

  /** `line 3, column 7`. */
  place(offset: number): string {
    const { line, column } = this.position(offset);
    return `line ${line}, column ${column}`;
  }

  /**
   * Offset of the element that a path without its root names, e.g. `entry[3].resource.status`; of the innermost one
   * that is there, when the rest is not. A choice element is found by its FHIRPath name (`value` for `valueQuantity`).
   */
  offsetOf(path: string): number {
    let at = this.#skipSpace(0);
    for (const step of path.match(/[A-Za-z_]\w*|\[\d{1,9}\]/g) ?? []) {
      const inside = this.#membersAt(at);
      const next = Array.isArray(inside) ? inside[indexIn(step)] : named(inside as ReadonlyMap<string, number>, step);
      if (next === undefined) break;
      at = next;
    }
    return at;
  }

  /**
   * Path without its root of the innermost element at an offset. Names that are no FHIR names become `?`. Reads the
   * text up to the offset, from the start or from the element `within`, whose path it takes as given.
   */
  pathAt(offset: number, within = ''): string {
    return this.pathsAt([offset], within)[0] ?? '';
  }

  /** Paths at several offsets, in the order of the text, in one reading. */
  pathsAt(offsets: readonly number[], within = ''): readonly string[] {
    const steps: Step[] = [];
    let at = this.offsetOf(within);
    return offsets.map((offset) => {
      while (at < offset) {
        const code = this.#bytes[at];
        if (code === QUOTE) at = this.#readName(at, steps[steps.length - 1]);
        else {
          takeStep(code, steps);
          at += 1;
        }
      }
      const inside = steps.map(textOf).join('');
      return within === '' ? inside.replace(/^\./, '') : within + inside;
    });
  }

  /** Passes over a string; one that stands before a colon is the name of the member that follows. */
  #readName(at: number, step: Step | undefined): number {
    const end = this.#endOfString(at);
    if (step?.index === null && step.name === null) step.pending = this.#bytes.toString('utf8', at + 1, end - 1);
    return end;
  }

  #membersAt(at: number): Members {
    const known = this.#members.get(at);
    if (known !== undefined) return known;
    const code = this.#bytes[at];
    let members: Members = [];
    if (code === OPEN_BRACE) members = this.#readObject(at);
    else if (code === OPEN_BRACKET) members = this.#readArray(at);
    this.#members.set(at, members);
    return members;
  }

  #readObject(start: number): ReadonlyMap<string, number> {
    const members = new Map<string, number>();
    let at = this.#skipSpace(start + 1);
    while (this.#bytes[at] === QUOTE) {
      const end = this.#endOfString(at);
      const name = this.#bytes.toString('utf8', at + 1, end - 1);
      at = this.#skipSpace(end);
      if (this.#bytes[at] !== COLON || members.has(name)) break;
      at = this.#skipSpace(at + 1);
      members.set(name, at);
      at = this.#endOfValue(at);
      if (this.#bytes[at] !== COMMA) break;
      at = this.#skipSpace(at + 1);
    }
    return members;
  }

  #readArray(start: number): readonly number[] {
    const members: number[] = [];
    let at = this.#skipSpace(start + 1);
    while (at < this.#bytes.length && this.#bytes[at] !== CLOSE_BRACKET) {
      members.push(at);
      at = this.#endOfValue(at);
      if (this.#bytes[at] !== COMMA) break;
      at = this.#skipSpace(at + 1);
    }
    return members;
  }

  /** Offset of the `,`, `]` or `}` that follows a value. */
  #endOfValue(start: number): number {
    const bytes = this.#bytes;
    let depth = 0;
    let at = start;
    while (at < bytes.length) {
      const code = bytes[at];
      if (code === QUOTE) at = this.#endOfString(at);
      else {
        if (depth === 0 && (code === COMMA || code === CLOSE_BRACKET || code === CLOSE_BRACE)) return at;
        if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
        else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
        at += 1;
      }
    }
    return at;
  }

  #endOfString(start: number): number {
    const bytes = this.#bytes;
    let at = start + 1;
    while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    return at + 1;
  }

  #skipSpace(from: number): number {
    let at = from;
    while (at < this.#bytes.length && (this.#bytes[at] as number) <= 0x20) at += 1;
    return at;
  }

  #charactersBefore(offset: number): number {
    const block = Math.floor(offset / BLOCK);
    return (this.#lines?.charactersBefore[block] ?? 0) + countCharacters(this.#bytes, block * BLOCK, offset);
  }

  #indexLines(): { readonly starts: readonly number[]; readonly charactersBefore: readonly number[] } {
    const bytes = this.#bytes;
    const starts = [0];
    for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) starts.push(at + 1);
    const charactersBefore = [0];
    for (let at = 0; at < bytes.length; at += BLOCK) {
      const before = charactersBefore[charactersBefore.length - 1] ?? 0;
      charactersBefore.push(before + countCharacters(bytes, at, Math.min(at + BLOCK, bytes.length)));
    }
    return { starts, charactersBefore };
  }
}

/** Characters begin at every byte that is no continuation byte. */
function countCharacters(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if (((bytes[at] ?? 0) & 0xc0) !== 0x80) count += 1;
  return count;
}

function indexIn(step: string): number {
  return step.startsWith('[') ? Number(step.slice(1, -1)) : 0;
}

function named(members: ReadonlyMap<string, number>, step: string): number | undefined {
  const exact = members.get(step);
  if (exact !== undefined) return exact;
  for (const [name, offset] of members) {
    if (name.startsWith(step) && /^[A-Z]/.test(name.slice(step.length))) return offset;
  }
  return undefined;
}

/** An open container on the way: the index of the array, or the name of the member that is being read. */
interface Step {
  index: number | null;
  name: string | null;
  /** Name that was read, before its colon. */
  pending: string;
}

function takeStep(code: number | undefined, steps: Step[]): void {
  const top = steps[steps.length - 1];
  if (code === OPEN_BRACE) steps.push({ index: null, name: null, pending: '' });
  else if (code === OPEN_BRACKET) steps.push({ index: 0, name: null, pending: '' });
  else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) steps.pop();
  else if (top === undefined) return;
  else if (code === COLON) top.name = top.pending;
  else if (code === COMMA && top.index !== null) top.index += 1;
  else if (code === COMMA) top.name = null;
}

function textOf({ index, name }: Step): string {
  if (index !== null) return `[${index}]`;
  if (name === null) return '';
  return /^_?[A-Za-z]\w{0,63}$/.test(name) ? `.${name}` : '.?';
}
