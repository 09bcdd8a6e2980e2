/** Letters, digits and `_`, `-`, `:`, `.` of ASCII; names of XHTML have no others. */
const IS_NAME_CHARACTER = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_:.-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Something that is known by its name. */
interface Named {
  readonly name: string;
}

/** Finds what a name in a text stands for without cutting the name out: cutting costs more than all the rest. */
export class KnownNames<T extends Named> {
  readonly #slots: (T | undefined)[];

  /** @param known with names that differ */
  constructor(known: readonly T[]) {
    let size = 256;
    while (!isSpread(known, size)) size *= 2;
    this.#slots = Array.from({ length: size });
    for (const each of known) this.#slots[hashOf(each.name, 0, each.name.length) & (size - 1)] = each;
  }

  /** What stands under the name from `start` to `end`. */
  find(text: string, start: number, end: number): T | undefined {
    const found = this.#slots[hashOf(text, start, end) & (this.#slots.length - 1)];
    return found !== undefined && found.name.length === end - start && text.startsWith(found.name, start)
      ? found
      : undefined;
  }
}

/** Offset after the name that begins at `start`; `start` when none does. */
export function endOfName(text: string, start: number): number {
  let at = start;
  while (IS_NAME_CHARACTER[text.charCodeAt(at)] === 1) at += 1;
  return at;
}

function isSpread(known: readonly Named[], size: number): boolean {
  const slots = new Set(known.map(({ name }) => hashOf(name, 0, name.length) & (size - 1)));
  return slots.size === known.length;
}

function hashOf(text: string, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash ^ (hash >>> 11);
}
