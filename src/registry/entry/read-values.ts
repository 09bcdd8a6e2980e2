import { type FacilityWordList, facilityWordsOf, readFacilityWord } from '../../fhir/facility-words.ts';
import { isCalendarDay } from '../../fhir/local-time.ts';
import type { Bilingual } from '../../types/issue.ts';
import type { Cell } from '../file/raw-entry.ts';

/** What a cell was read as, or the rule that it breaks. */
export type Read<T> = { readonly value: T } | { readonly rule: string; readonly values?: Values };
type Values = Readonly<Record<string, string | number | Bilingual>>;

/** Longest text of the registry. */
const MAX_TEXT = 500;
const ISO_DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
/** Day, month, year: as days are written in Việt Nam. */
const LOCAL_DAY = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;

/** Mã CSKCB (5 characters) or GLN (13 digits). @source QĐ 384/QĐ-BYT 2019; GS1 General Specifications */
export function isFacilityCode(text: string): boolean {
  return /^(?:[0-9A-Z]{5}|\d{13})$/.test(text);
}

/** A facility code. A number that is shorter may have lost its zeros in a spreadsheet (LT-F021): it is never guessed. */
export function readCode(cell: Cell): Read<string> {
  const text = plainText(cell);
  if (isFacilityCode(text)) return { value: text };
  const mayHaveLostZeros = typeof cell === 'number' || /^\d{1,4}$/.test(text);
  return { rule: mayHaveLostZeros ? 'LT-F021' : 'LT-F020', values: { value: shown(text) } };
}

/** A text on one line. Refuses what a spreadsheet made a date (LT-F034), and more than 500 characters (LT-F035). */
export function readText(cell: Cell): Read<string> {
  if (cell instanceof Date) return { rule: 'LT-F034' };
  const value = plainText(cell);
  return value.length > MAX_TEXT ? { rule: 'LT-F035', values: { limit: MAX_TEXT } } : { value };
}

/** A telephone number, as it is written. Refuses a number, which has lost its first zero or plus (LT-F021). */
export function readPhone(cell: Cell): Read<string> {
  return typeof cell === 'number' ? { rule: 'LT-F021', values: { value: String(cell) } } : readText(cell);
}

/** A day: a date of a spreadsheet, `2026-11-22` or `22/11/2026`. */
export function readDay(cell: Cell): Read<string> {
  if (cell instanceof Date) {
    const day = Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
    return isCalendarDay(day) ? { value: day } : { rule: 'LT-F023', values: { value: '?' } };
  }
  const text = plainText(cell);
  const [, year, month, day] = ISO_DAY.exec(text) ?? [];
  const [, localDay, localMonth, localYear] = LOCAL_DAY.exec(text) ?? [];
  const padded = (part: string | undefined) => String(part).padStart(2, '0');
  const value = `${year ?? localYear}-${padded(month ?? localMonth)}-${padded(day ?? localDay)}`;
  return isCalendarDay(value) ? { value } : { rule: 'LT-F023', values: { value: shown(text) } };
}

/** Degrees, with a decimal point or comma. */
export function readDegrees(cell: Cell): Read<number> {
  const text = plainText(cell);
  const isNumber = typeof cell === 'number' ? Number.isFinite(cell) : /^-?\d{1,3}(?:[.,]\d{1,20})?$/.test(text);
  return isNumber ? { value: Number(text.replace(',', '.')) } : { rule: 'LT-F026', values: { value: shown(text) } };
}

/** How many: a whole number without separators. */
export function readCount(cell: Cell): Read<number> {
  const text = plainText(cell);
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isNaN(value) ? { rule: 'LT-F027', values: { value: shown(text) } } : { value };
}

/** A GLN: 13 digits. */
export function readGln(cell: Cell): Read<string> {
  const text = plainText(cell);
  return /^\d{13}$/.test(text) ? { value: text } : { rule: 'LT-F028', values: { value: shown(text) } };
}

/** An address of a page. */
export function readLink(cell: Cell): Read<string> {
  const text = plainText(cell);
  const isLink = /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text) && text.length <= MAX_TEXT;
  return isLink ? { value: text } : { rule: 'LT-F036' };
}

/** A word of a list that is closed. */
export function readWord(list: FacilityWordList, cell: Cell): Read<string> {
  const text = plainText(cell);
  const value = cell instanceof Date ? undefined : readFacilityWord(list, text);
  return value === undefined
    ? { rule: 'LT-F025', values: { value: shown(text), words: facilityWordsOf(list) } }
    : { value };
}

/** Parts of a cell that holds several: lines, or between bars. */
export function readParts(cell: Cell | readonly Cell[], separators: RegExp): readonly string[] {
  const texts = Array.isArray(cell)
    ? (cell as readonly Cell[]).map(plainText)
    : rawText(cell as Cell).split(separators);
  return texts.map(plainText).filter((text) => text !== '');
}

/** The text of a cell on one line, single blanks, composed letters, nothing that controls. */
export function plainText(cell: Cell): string {
  return rawText(cell)
    .replace(/[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
    .normalize('NFC')
    .trim();
}

function rawText(cell: Cell): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return cell === null ? '' : String(cell);
}

/** Of a value what fits into a message. */
function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
