import type { JsonScanner } from '../../fhir/json/json-scanner.ts';

/** Rules of the catalogue for text that is not the JSON of a resource (profiles/rules/json-text.yaml). */
export const JSON_TEXT_RULES = {
  syntax: 'LT-V120',
  unfinished: 'LT-V121',
  comment: 'LT-V122',
  comma: 'LT-V123',
  word: 'LT-V124',
  string: 'LT-V125',
  afterEnd: 'LT-V126',
  number: 'LT-V127',
  duplicate: 'LT-V128',
  surrogate: 'LT-V129',
  depth: 'LT-V130',
  size: 'LT-V131',
  encoding: 'LT-V132',
  byteOrderMark: 'LT-V133',
  fraction: 'LT-V134',
} as const;

export type JsonTextRule = (typeof JSON_TEXT_RULES)[keyof typeof JSON_TEXT_RULES];

type ScannerFault = NonNullable<JsonScanner['fault']>;

const RULE_OF_REASON: Readonly<Partial<Record<ScannerFault['reason'], JsonTextRule>>> = {
  duplicate: JSON_TEXT_RULES.duplicate,
  surrogate: JSON_TEXT_RULES.surrogate,
  depth: JSON_TEXT_RULES.depth,
};

const COMMA = ','.charCodeAt(0);
const OPENING = new Set([...'{[:'].map((character) => character.charCodeAt(0)));
const CLOSING = '}]';

/** The rule that a fault breaks; of a fault of syntax, what people do wrong most often is told apart. */
export function ruleOfFault({ reason, offset }: ScannerFault, bytes: Buffer): JsonTextRule {
  return RULE_OF_REASON[reason] ?? ruleOfSyntax(bytes, offset);
}

function ruleOfSyntax(bytes: Buffer, offset: number): JsonTextRule {
  const code = bytes[offset];
  if (code === undefined) return JSON_TEXT_RULES.unfinished;
  if (isComplete(bytes.subarray(0, offset))) return JSON_TEXT_RULES.afterEnd;
  const character = String.fromCharCode(code);
  const before = beforeSpace(bytes, offset);
  if (code < 0x20 || character === '\\') return JSON_TEXT_RULES.string;
  if (character === '/') return JSON_TEXT_RULES.comment;
  if (CLOSING.includes(character) && before === COMMA) return JSON_TEXT_RULES.comma;
  if (/[A-Za-z_$']/.test(character)) return JSON_TEXT_RULES.word;
  if (/[0-9+.]/.test(character) || endsInBadNumber(bytes, offset)) return JSON_TEXT_RULES.number;
  if (/["{[]/.test(character)) {
    return before === undefined || OPENING.has(before) ? JSON_TEXT_RULES.syntax : JSON_TEXT_RULES.comma;
  }
  return JSON_TEXT_RULES.syntax;
}

/** The last byte before an offset that is no white space. */
function beforeSpace(bytes: Buffer, offset: number): number | undefined {
  let at = offset - 1;
  while (at >= 0 && (bytes[at] as number) <= 0x20) at -= 1;
  return bytes[at];
}

/** Whether the text before an offset ends with something like a number that is none: `01`, `5.`, `1e`. */
function endsInBadNumber(bytes: Buffer, offset: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, offset - 32), offset);
  const number = /[0-9+\-.eE]*$/.exec(before)?.[0] ?? '';
  return number !== '' && !/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(number);
}

function isComplete(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
