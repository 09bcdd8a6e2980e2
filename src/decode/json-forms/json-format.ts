import { startsWithBom } from '../../fhir/json/utf8.ts';
import type { FormFormat } from '../../types/submission.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
/** What the brackets do to the depth. */
const STEPS: ReadonlyMap<number, number> = new Map([
  [OPEN_BRACE, 1],
  [OPEN_BRACKET, 1],
  [0x7d, -1],
  [0x5d, -1],
]);
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Members at the top that tell the format, in lower case. A Bundle is told by `resourceType`. */
const FORMAT_OF_MEMBER: ReadonlyMap<string, FormFormat> = new Map([
  ['ma_don_thuoc', 'prescription-json'],
  ['thong_tin_don_thuoc', 'prescription-json'],
  ['hosobenhan', 'emr-export'],
  ['danhsachhosobenhan', 'emr-export'],
  ['thongtinbenhnhan', 'emr-export'],
  ['thongtinvaovien', 'emr-export'],
  ['thongtindieutri', 'emr-export'],
  ['khamsuckhoe', 'health-check-xml'],
]);

/**
 * The national form that JSON text holds, by the names at its top (of its first object, when it is a list): a prescription
 * (`ma_don_thuoc`), an exported medical record (`HoSoBenhAn`, or its groups without it), a health check (`KHAMSUCKHOE`).
 * Null for anything else. Looks no further than the first name that decides.
 */
export function jsonFormatOf(bytes: Buffer): FormFormat | null {
  for (const name of namesAtTop(bytes)) {
    const format = FORMAT_OF_MEMBER.get(name.toLowerCase());
    if (format !== undefined) return format;
    if (name === 'resourceType') return null;
  }
  return null;
}

/** Names of the members at the top, as far as the text can be read; one linear pass, nothing is kept. */
function* namesAtTop(bytes: Buffer): Generator<string> {
  let at = skipSpace(bytes, startsWithBom(bytes) ? 3 : 0);
  if (bytes[at] === OPEN_BRACKET) at = skipSpace(bytes, at + 1);
  if (bytes[at] !== OPEN_BRACE) return;
  let expectsName = true;
  let depth = 1;
  while (depth > 0 && at < bytes.length) {
    at += 1;
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      const end = endOfString(bytes, at + 1);
      if (expectsName) yield bytes.toString('utf8', at + 1, end);
      at = end;
    } else depth += STEPS.get(byte) ?? 0;
    // A string that follows a comma, or the brace, is a name.
    if (!SPACE.has(byte)) expectsName = byte === COMMA && depth === 1;
  }
}

function endOfString(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (SPACE.has(bytes[at] ?? 0)) at += 1;
  return at;
}
