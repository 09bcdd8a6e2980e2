import { FhirPathError } from '../fhirpath-error.ts';
import { compileBounded } from './bounded-pattern.ts';
import { parsePattern } from './parse-pattern.ts';
import { compileProgram } from './pattern-program.ts';
import { type Match, startSearch } from './run-program.ts';

/** A regular expression that is decided in linear time: patterns come from profiles, which may be anybody's. */
export interface Pattern {
  /** Whether it matches somewhere in the text. */
  find(text: string): boolean;
  /** Whether it matches the text as a whole. */
  matchesWhole(text: string): boolean;
  /** The text with every match replaced; `$1` stands for a group, `$0` for the match, `\$` for a dollar. */
  replaceAll(text: string, replacement: string): string;
}

/** Longer results are not built. */
const MAX_RESULT = 10_000_000;

/**
 * Compiles a pattern. Throws FhirPathError for what is no pattern, or none that can be decided in linear time; the
 * answers throw it for a text that is too long for the pattern.
 * @source http://hl7.org/fhirpath/N1/#matchesregex-string-boolean
 */
export function compilePattern(source: string): Pattern {
  const parsed = parsePattern(source);
  const program = compileProgram(parsed);
  const [find, matchesWhole] = [false, true].map((isWhole) => compileBounded(parsed.node, isWhole));
  return {
    find: find ?? ((text) => startSearch(program, text, false)(0) !== undefined),
    matchesWhole: matchesWhole ?? ((text) => startSearch(program, text, true)(0) !== undefined),
    replaceAll: (text, replacement) => replaceMatches(text, replacement, startSearch(program, text, false)),
  };
}

function replaceMatches(text: string, replacement: string, next: (from: number) => Match | undefined): string {
  let result = '';
  let from = 0;
  while (from <= text.length) {
    const match = next(from);
    if (match === undefined) break;
    const [begin = 0, end = 0] = match;
    result += text.slice(from, begin) + expanded(replacement, text, match);
    if (result.length > MAX_RESULT) throw new FhirPathError('A replaced text is too long');
    if (end === begin) result += text.charAt(end);
    from = end === begin ? end + 1 : end;
  }
  return result + text.slice(from);
}

function expanded(replacement: string, text: string, match: Match): string {
  return replacement.replaceAll(/\\(.)|\$([0-9])/g, (whole, escaped?: string, digit?: string) => {
    if (escaped !== undefined) return escaped;
    const group = Number(digit) * 2;
    const begin = match[group];
    if (begin === undefined) return whole;
    return begin === -1 ? '' : text.slice(begin, match[group + 1]);
  });
}
