/** Far more than any real `;` list holds; a longer text is not taken apart. */
const MAX_LENGTH = 4_096;
const NONE: readonly string[] = Object.freeze([]);

/** True when a text is too long to be a list of values. */
export function isTooLongForList(value: string): boolean {
  return value.length > MAX_LENGTH;
}

/** Values of a `;` list without the white space around them, empty ones left out; none when the text is no list. */
export function listParts(value: string | undefined): readonly string[] {
  if (value === undefined || value === '' || isTooLongForList(value)) return NONE;
  if (!value.includes(';')) {
    const only = value.trim();
    return only === '' ? NONE : [only];
  }
  return value
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
