/** Longer ones are refused in decoding. */
const MAX_CHARACTERS = 1_000;
const PLAIN_NAME = /^[A-Za-z_][\w.-]*$/;

/** First and last code points of what may begin a name. @source https://www.w3.org/TR/xml/#NT-NameStartChar */
const STARTS: readonly (readonly [first: number, last: number])[] = [
  [0x3a, 0x3a],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2ff],
  [0x370, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
];

/** And of what may stand further on. @source https://www.w3.org/TR/xml/#NT-NameChar */
const OTHERS: readonly (readonly [first: number, last: number])[] = [
  [0x2d, 0x2e],
  [0x30, 0x39],
  [0xb7, 0xb7],
  [0x300, 0x36f],
  [0x203f, 0x2040],
];

/** A name that XML allows for an element or an attribute, and that decoding takes: what a name cannot hold becomes `_`. */
export function legalName(name: string): string {
  if (name.length > MAX_CHARACTERS) return legalName(name.slice(0, MAX_CHARACTERS - 1));
  if (PLAIN_NAME.test(name)) return name;
  const legal = Array.from(name, (character) =>
    isAllowed(character, STARTS) || isAllowed(character, OTHERS) ? character : '_',
  );
  return isAllowed(legal[0] ?? '', STARTS) ? legal.join('') : `_${legal.join('')}`;
}

function isAllowed(character: string, ranges: typeof STARTS): boolean {
  const code = character.codePointAt(0) ?? 0;
  return ranges.some(([first, last]) => first <= code && code <= last);
}
