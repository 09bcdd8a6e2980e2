import type { CallExpression, Expression } from '../syntax/expression.ts';
import type { Predicate, Scalar } from './frame.ts';
import type { PredicateCompiler } from './predicate-compiler.ts';
import { lazyPattern } from './text-operation.ts';

const TESTS: ReadonlyMap<string, (text: string, part: string) => boolean> = new Map([
  ['startsWith', (text, part) => text.startsWith(part)],
  ['endsWith', (text, part) => text.endsWith(part)],
  ['contains', (text, part) => text.includes(part)],
]);

/** `startsWith()`, `endsWith()`, `contains()`, `matches()`, `matchesFull()`. */
export function textTruth(
  compiler: PredicateCompiler,
  { name, parameters: [parameter] }: CallExpression,
  of: Expression,
  type: string,
): Predicate | undefined {
  const test = TESTS.get(name);
  const isMatch = name === 'matches' || name === 'matchesFull';
  if (parameter === undefined || (test === undefined && !isMatch)) return undefined;
  const text = compiler.scalar(of, type);
  if (text?.kind !== 'string') return undefined;
  if (test === undefined) return patternTruth(name, text, parameter);
  const part = compiler.scalar(parameter, type);
  if (part?.kind !== 'string') return undefined;
  return (value, sibling, frame) => {
    const one = text.get(value, sibling, frame);
    const other = one === undefined ? undefined : part.get(value, sibling, frame);
    return other === undefined ? undefined : test(one as string, other as string);
  };
}

function patternTruth(name: string, text: Scalar, parameter: Expression): Predicate | undefined {
  if (parameter.kind !== 'literal' || typeof parameter.node.value !== 'string') return undefined;
  const pattern = lazyPattern(parameter.node.value);
  return (value, sibling, frame) => {
    const found = text.get(value, sibling, frame);
    if (found === undefined) return undefined;
    return name === 'matches' ? pattern().find(found as string) : pattern().matchesWhole(found as string);
  };
}
