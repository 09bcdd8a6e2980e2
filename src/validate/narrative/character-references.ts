/** `&amp;`, `&#160;`, `&#xA0;` in XML. */
export interface CharacterReference {
  /** Offset after the `;`. */
  readonly end: number;
  readonly characters: string;
  /** A name that XML itself does not define. `characters` is empty then. */
  readonly isForeign: boolean;
}

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Longest reference that is looked for; the longest name of HTML has 32 characters. */
const MAX_LENGTH = 40;

/**
 * Reads the reference at an `&`. Undefined when it is none, or means a character that XML does not have.
 * @source https://www.w3.org/TR/xml/#sec-references
 */
export function referenceAt(text: string, ampersand: number): CharacterReference | undefined {
  const name = /^(?:#x([0-9A-Fa-f]{1,8})|#([0-9]{1,8})|([A-Za-z][A-Za-z0-9]*));/.exec(
    text.slice(ampersand + 1, ampersand + MAX_LENGTH),
  );
  if (name === null) return undefined;
  const end = ampersand + 1 + name[0].length;
  const [, hex, decimal, entity = ''] = name;
  if (entity !== '') {
    const characters = PREDEFINED.get(entity);
    return { end, characters: characters ?? '', isForeign: characters === undefined };
  }
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return isXmlCharacter(code) ? { end, characters: String.fromCodePoint(code), isForeign: false } : undefined;
}

/** The value of an attribute, its references resolved. Takes what is well-formed. */
export function resolveReferences(value: string): string {
  let at = value.indexOf('&');
  if (at === -1) return value;
  let resolved = '';
  let from = 0;
  while (at !== -1) {
    const reference = referenceAt(value, at);
    if (reference === undefined) break;
    resolved += value.slice(from, at) + reference.characters;
    from = reference.end;
    at = value.indexOf('&', from);
  }
  return resolved + value.slice(from);
}

/** @source https://www.w3.org/TR/xml/#charsets */
function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
