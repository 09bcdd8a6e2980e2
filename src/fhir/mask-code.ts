/** Longest code that is kept; the longest of the published lists (medical supplies) have about 25 characters. */
const MAX_CODE = 40;

/** Longest word without a digit that counts as a code: `BB`, `NVQS`; a longer one may be a name. */
const MAX_WORD = 5;

/** Letters without diacritics but for Đ (registration numbers of drugs: `QLĐB-…`), digits, and what joins them. */
const CODE = /^[0-9A-Za-zĐđ]+(?:[-._/+*][0-9A-Za-zĐđ]+)*[*†]?$/;

/** Digits in a row that may be the number of a person, a card or a telephone, or a day. */
const LONG_NUMBER = /\d{9}|^\d{8}$/;

/**
 * Long numbers that are codes: registration number of a drug (12 digits by TT 08/2022/TT-BYT; a personal number of 12 digits
 * begins with 0), and a facility's GLN.
 */
const NUMBER_CODE = /^(?:[1-9]\d{11}|893\d{10})$/;

/**
 * A text of a code field as it may be shown and kept: the code itself, or, when the text does not look like a code and so
 * may be about a person, `~` and its shape: `Nguyễn Văn A, 0912345678` -> `~x x x, 9999999999`. Different texts of one
 * shape become one, so free text in a code field does not pile up.
 */
export function maskCode(text: string): string {
  const isCode =
    text.length <= MAX_CODE &&
    CODE.test(text) &&
    (/\d/.test(text) || text.length <= MAX_WORD) &&
    (!LONG_NUMBER.test(text) || NUMBER_CODE.test(text));
  return isCode ? text : `~${shapeOf(text.slice(0, MAX_CODE))}`;
}

/** True for what `maskCode` made of a text that is no code. */
export function isMasked(code: string): boolean {
  return code.startsWith('~');
}

function shapeOf(text: string): string {
  return text
    .replace(/[\p{L}\p{M}]+/gu, 'x')
    .replace(/\d/g, '9')
    .replace(/\s+/g, ' ')
    .replace(/[^x9 !-/:-@[-`{-~]/gu, '?');
}
