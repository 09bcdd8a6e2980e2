import { hash } from 'node:crypto';
import { type JsonLimits, parseStrictJson } from '../fhir/json/strict-json.ts';
import { isCalendarDay } from '../fhir/local-time.ts';
import type { ManifestFault } from '../types/manifest-desk.ts';
import type { Manifest, ManifestLine } from '../types/reconciliation.ts';
import type { FacilityCode } from '../types/submission.ts';

/** Lines that a list may have. */
export const MAX_LINES = 50_000;

const MAX_COUNT = 1_000_000_000;
/** MA_LK or a document's id; nothing that could break a line of a report. */
const KEY = /^[^\p{Cc}\p{Cs}]{1,255}$/u;
const SHA256 = /^[0-9A-Fa-f]{64}$/;

type DayList = Pick<Manifest, 'day' | 'lines'>;
type Members = Readonly<Record<string, unknown>>;

/**
 * Reads a day list: `{"day": "YYYY-MM-DD", "records": [{"key", "count"?, "sha256"?}]}` in UTF-8. Reads as strictly as
 * submissions are read, and refuses members that it does not know: a misspelt `sha256` must not pass for no hash.
 */
export function readManifest(bytes: Buffer, today: string, limits: JsonLimits): DayList | ManifestFault {
  const json = parseStrictJson(bytes, limits);
  if (!json.ok) return { kind: 'unreadable', line: json.fault.line };
  const list = membersOf(json.value, ['day', 'records']);
  if (list === undefined) return { kind: 'shape', place: '' };
  const { day, records } = list;
  if (typeof day !== 'string') return { kind: 'shape', place: 'day' };
  if (!isCalendarDay(day) || day > today) return { kind: 'day' };
  if (!Array.isArray(records)) return { kind: 'shape', place: 'records' };
  if (records.length > MAX_LINES) return { kind: 'too-many', limit: MAX_LINES };
  const lines: ManifestLine[] = [];
  for (const [index, record] of records.entries()) {
    const line = readLine(record);
    if (typeof line === 'string') return { kind: 'shape', place: `records[${index}]${line}` };
    lines.push(line);
  }
  return { day, lines };
}

/** True for a fault. */
export function isFault(read: DayList | ManifestFault): read is ManifestFault {
  return 'kind' in read;
}

/**
 * Id of a list, made of what it is: the same list of the same facility has the same id, so that keeping it twice is keeping
 * it once. A UUID of version 8. @source https://www.rfc-editor.org/rfc/rfc9562#section-5.8
 */
export function manifestId(facility: FacilityCode, { day, lines }: DayList): string {
  const parts = lines.map(({ key, count, sha256 }) => [key, count, sha256]);
  const bytes = hash('sha256', JSON.stringify([facility, day, parts]), 'buffer').subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The line, or the place in it that is wrong. */
function readLine(value: unknown): ManifestLine | string {
  const members = membersOf(value, ['key', 'count', 'sha256']);
  if (members === undefined) return '';
  const { key, count = null, sha256 = null } = members;
  if (typeof key !== 'string' || !KEY.test(key)) return '.key';
  if (count !== null && !isCount(count)) return '.count';
  if (sha256 !== null && !(typeof sha256 === 'string' && SHA256.test(sha256))) return '.sha256';
  return { key, count, sha256: sha256?.toLowerCase() ?? null };
}

/** The members of an object; undefined when it is none, or has one that is not known (whose name is nobody's to repeat). */
function membersOf(value: unknown, known: readonly string[]): Members | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.keys(value).every((name) => known.includes(name)) ? (value as Members) : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_COUNT;
}
