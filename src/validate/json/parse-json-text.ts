import { isUtf8 } from 'node:buffer';
import { JsonPlaces } from '../../fhir/json/json-places.ts';
import { type JsonLimits, JsonScanner } from '../../fhir/json/json-scanner.ts';
import { firstLineNotUtf8 } from '../../fhir/json/utf8.ts';
import type { Finding } from '../finding.ts';
import { JSON_TEXT_RULES, type JsonTextRule, ruleOfFault } from './json-fault.ts';
import { JsonText, type TextPlace } from './json-text.ts';
import { scanText } from './scan-text.ts';

/** Limits of a text. */
export interface JsonTextLimits {
  readonly maxBytes: number;
  /** Levels of arrays and objects. */
  readonly maxDepth: number;
}

/** A finding about the text itself. Its path is that of JSON names from the root, as far as it is known. */
export interface JsonTextFinding extends Finding, TextPlace {}

export interface ReadJsonText {
  /** Undefined when the text cannot be read. */
  readonly json: JsonText | undefined;
  readonly findings: readonly JsonTextFinding[];
}

/** An escaped surrogate: whole or half a pair, which only a close look tells. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;
const BYTE_ORDER_MARK = '\ufeff';
const START: TextPlace = { line: 1, column: 1 };

/** Names and strings are limited by the size of the text. */
const UNLIMITED: Omit<JsonLimits, 'maxDepth'> = {
  maxNodes: Number.POSITIVE_INFINITY,
  maxNames: Number.POSITIVE_INFINITY,
  maxStringLength: Number.POSITIVE_INFINITY,
};

/**
 * Reads a resource from JSON text. What JSON does not allow is a finding with line and column; a name that stands twice
 * and half a surrogate pair too, though the text can be read then. A text without fault costs JSON.parse and one scan.
 * @source https://hl7.org/fhir/R4/json.html, https://www.rfc-editor.org/rfc/rfc8259, https://www.rfc-editor.org/rfc/rfc7493
 */
export function parseJsonText(source: string | Uint8Array, limits: JsonTextLimits): ReadJsonText {
  const length = typeof source === 'string' ? source.length : source.byteLength;
  if (length > limits.maxBytes) return unreadable(finding(JSON_TEXT_RULES.size, START, { max: limits.maxBytes }));
  if (typeof source !== 'string' && !isUtf8(source)) {
    const line = firstLineNotUtf8(asBuffer(source)) ?? 1;
    return unreadable(finding(JSON_TEXT_RULES.encoding, { line, column: 1 }));
  }
  const decoded = typeof source === 'string' ? source : asBuffer(source).toString('utf8');
  const hasMark = decoded.startsWith(BYTE_ORDER_MARK);
  const read = readText(hasMark ? decoded.slice(1) : decoded, limits);
  return hasMark ? { ...read, findings: [finding(JSON_TEXT_RULES.byteOrderMark, START), ...read.findings] } : read;
}

function readText(text: string, { maxDepth }: JsonTextLimits): ReadJsonText {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { json: undefined, findings: faultsOf(text, maxDepth) };
  }
  const { isFaultless, wholeFractions } = scanText(text, value, maxDepth);
  const json = new JsonText(text, value, wholeFractions);
  if (isFaultless && text.isWellFormed() && !(text.includes('\\u') && SURROGATE_ESCAPE.test(text)))
    return { json, findings: [] };
  const findings = faultsOf(text, maxDepth);
  return { json: findings.some(({ rule }) => rule === JSON_TEXT_RULES.depth) ? undefined : json, findings };
}

/** The first fault of a text that is not as it should be; none when its escaped surrogate pairs are whole after all. */
function faultsOf(text: string, maxDepth: number): readonly JsonTextFinding[] {
  const bytes = Buffer.from(text, 'utf8');
  const scanner = new JsonScanner(bytes, { ...UNLIMITED, maxDepth });
  scanner.scan();
  const places = new JsonPlaces(bytes);
  if (scanner.fault !== null) {
    const rule = ruleOfFault(scanner.fault, bytes);
    const path = rule === JSON_TEXT_RULES.duplicate ? places.pathAt(scanner.fault.offset) : '';
    return [{ ...finding(rule, places.position(scanner.fault.offset), { depth: maxDepth }), path }];
  }
  if (text.isWellFormed()) return [];
  const offset = Buffer.byteLength(text.slice(0, indexOfHalfPair(text)), 'utf8');
  return [finding(JSON_TEXT_RULES.surrogate, places.position(offset))];
}

function indexOfHalfPair(text: string): number {
  let at = 0;
  for (const character of text) {
    if (!character.isWellFormed()) return at;
    at += character.length;
  }
  return at;
}

function finding(rule: JsonTextRule, place: TextPlace, words: Readonly<Record<string, number>> = {}): JsonTextFinding {
  return { rule, path: '', ...place, with: { ...place, ...words } };
}

function unreadable(only: JsonTextFinding): ReadJsonText {
  return { json: undefined, findings: [only] };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
