import { type FhirPathFunction, type FunctionTable, valueFunction } from '../engine/fhirpath-function.ts';
import { NOTHING, type Nodes } from '../engine/scope.ts';
import { integerOf, textOf } from '../engine/singleton.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import { booleanNode, integerNode, stringNode } from '../values/system-value.ts';

/** Longer texts are not built. */
const MAX_RESULT = 10_000_000;

/** Text, but for patterns and encodings. @source http://hl7.org/fhirpath/N1/#string-manipulation */
export const STRING_FUNCTIONS: FunctionTable = {
  indexOf: withTexts(1, (text, [part = '']) => [integerNode(text.indexOf(part))]),
  lastIndexOf: withTexts(1, (text, [part = '']) => [integerNode(text.lastIndexOf(part))]),
  startsWith: withTexts(1, (text, [part = '']) => [booleanNode(text.startsWith(part))]),
  endsWith: withTexts(1, (text, [part = '']) => [booleanNode(text.endsWith(part))]),
  contains: withTexts(1, (text, [part = '']) => [booleanNode(text.includes(part))]),
  upper: withTexts(0, (text) => [stringNode(text.toUpperCase())]),
  lower: withTexts(0, (text) => [stringNode(text.toLowerCase())]),
  trim: withTexts(0, (text) => [stringNode(text.trim())]),
  length: withTexts(0, (text) => [integerNode(text.length)]),
  toChars: withTexts(0, (text) => Array.from(text, stringNode)),
  split: withTexts(1, (text, [separator = '']) => text.split(separator).map(stringNode)),
  replace: withTexts(2, (text, [part = '', replacement = '']) => [stringNode(replaceText(text, part, replacement))]),
  substring: valueFunction([1, 2], (input, [start = NOTHING, length], name) => {
    const text = textOf(input, `${name}()`);
    const from = integerOf(start, `${name}()`);
    if (text === undefined || from === undefined || from < 0 || from >= text.length) return NOTHING;
    const count = length === undefined ? text.length : integerOf(length, `${name}()`);
    return count === undefined ? NOTHING : [stringNode(text.slice(from, from + Math.max(0, count)))];
  }),
  join: valueFunction([0, 1], (input, [separator = NOTHING], name) => {
    if (input.length === 0) return NOTHING;
    const between = textOf(separator, `${name}()`) ?? '';
    const texts = input.map((node) => textOf([node], `${name}()`) ?? '');
    return [stringNode(texts.join(between))];
  }),
};

/** A function of the input text and of texts; without one of them there is no result. */
export function withTexts(
  count: number,
  evaluate: (text: string, texts: readonly string[]) => Nodes,
): FhirPathFunction {
  return valueFunction([count, count], (input, values, name) => {
    const text = textOf(input, `${name}()`);
    if (text === undefined) return NOTHING;
    const texts: string[] = [];
    for (const value of values) {
      const one = textOf(value, `${name}()`);
      if (one === undefined) return NOTHING;
      texts.push(one);
    }
    return evaluate(text, texts);
  });
}

/** Replaces every part; an empty part is found before, between and after all characters. */
function replaceText(text: string, part: string, replacement: string): string {
  const size = text.length * Math.max(1, replacement.length);
  if (size > MAX_RESULT) throw new FhirPathError('A replaced text is too long');
  return text.replaceAll(part, () => replacement);
}
