import type { FunctionTable } from '../engine/fhirpath-function.ts';
import { NOTHING, type Nodes } from '../engine/scope.ts';
import { stringNode } from '../values/system-value.ts';
import { withTexts } from './strings.ts';

type Coding = (text: string) => string | undefined;

const HEX_FORM = /^(?:[0-9A-Fa-f]{2})*$/;
const BASE64_FORM = /^[A-Za-z0-9+/]*={0,2}$/;
const URL_BASE64_FORM = /^[A-Za-z0-9_-]*={0,2}$/;

/** By name, and the names come from expressions: no object, which has names of its own. */
type Codings = ReadonlyMap<string, Coding>;

const ENCODERS: Codings = new Map([
  ['hex', (text) => Buffer.from(text, 'utf8').toString('hex')],
  ['base64', (text) => Buffer.from(text, 'utf8').toString('base64')],
  ['urlbase64', (text) => Buffer.from(text, 'utf8').toString('base64').replaceAll('+', '-').replaceAll('/', '_')],
]);

const DECODERS: Codings = new Map<string, Coding>([
  ['hex', (text) => (HEX_FORM.test(text) ? Buffer.from(text, 'hex').toString('utf8') : undefined)],
  ['base64', (text) => (BASE64_FORM.test(text) ? Buffer.from(text, 'base64').toString('utf8') : undefined)],
  ['urlbase64', (text) => (URL_BASE64_FORM.test(text) ? Buffer.from(text, 'base64url').toString('utf8') : undefined)],
]);

const HTML_NAMES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
const HTML_CHARACTERS: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};
const JSON_CHARACTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

const ESCAPES: Codings = new Map([
  ['html', (text) => text.replaceAll(/[&<>"]/g, (character) => `&${HTML_NAMES[character]};`)],
  ['json', (text) => JSON.stringify(text).slice(1, -1)],
]);

const UNESCAPES: Codings = new Map([
  ['html', (text) => text.replaceAll(/&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|([a-z]{1,6}));/g, htmlCharacter)],
  ['json', (text) => text.replaceAll(/\\(?:u([0-9A-Fa-f]{4})|(.))/g, jsonCharacter)],
]);

/** Encodings and escapes; an unknown one, and a text that cannot be decoded, give nothing. */
export const ENCODING_FUNCTIONS: FunctionTable = {
  encode: withTexts(1, (text, [format = '']) => coded(ENCODERS.get(format), text)),
  decode: withTexts(1, (text, [format = '']) => coded(DECODERS.get(format), text)),
  escape: withTexts(1, (text, [format = '']) => coded(ESCAPES.get(format), text)),
  unescape: withTexts(1, (text, [format = '']) => coded(UNESCAPES.get(format), text)),
};

function coded(coding: Coding | undefined, text: string): Nodes {
  const result = coding?.(text);
  return result === undefined ? NOTHING : [stringNode(result)];
}

function jsonCharacter(_whole: string, code?: string, letter = ''): string {
  return code === undefined ? (JSON_CHARACTERS[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16));
}

function htmlCharacter(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return HTML_CHARACTERS[name] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
