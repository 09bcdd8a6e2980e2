import type { FhirPathFunction, FunctionTable } from '../engine/fhirpath-function.ts';
import type { Nodes } from '../engine/scope.ts';
import { compilePattern, type Pattern } from '../pattern/pattern.ts';
import { booleanNode, stringNode } from '../values/system-value.ts';
import { withTexts } from './strings.ts';

/**
 * Regular expressions. `matches()` looks for a part of the text, as the reference does; `matchesFull()` takes it whole.
 * @source http://hl7.org/fhirpath/N1/#matchesregex-string-boolean
 */
export const PATTERN_FUNCTIONS: FunctionTable = {
  matches: patternFunction(1, (pattern, text) => [booleanNode(pattern.find(text))]),
  matchesFull: patternFunction(1, (pattern, text) => [booleanNode(pattern.matchesWhole(text))]),
  replaceMatches: patternFunction(2, (pattern, text, replacement) => [
    stringNode(pattern.replaceAll(text, replacement)),
  ]),
};

function patternFunction(
  count: number,
  evaluate: (pattern: Pattern, text: string, replacement: string) => Nodes,
): FhirPathFunction {
  return {
    takes: [count, count],
    build: (call) => {
      // Nearly always the pattern is written out in the expression: the last one is kept.
      let last: { readonly source: string; readonly pattern: Pattern } | undefined;
      const patternOf = (source: string): Pattern => {
        if (last?.source !== source) last = { source, pattern: compilePattern(source) };
        return last.pattern;
      };
      return withTexts(count, (text, [source = '', replacement = '']) => {
        if (source === '' && count === 2) return [stringNode(text)];
        return evaluate(patternOf(source), text, replacement);
      }).build(call);
    },
  };
}
