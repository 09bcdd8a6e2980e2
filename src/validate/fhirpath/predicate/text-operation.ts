import { compilePattern, type Pattern } from '../pattern/pattern.ts';
import type { CallExpression } from '../syntax/expression.ts';
import { parseInteger32 } from '../values/convert.ts';
import type { Scalar } from './frame.ts';

/** What a function makes of one text; undefined for nothing. */
export interface TextOperation {
  readonly kind: Scalar['kind'];
  readonly apply: (text: string) => string | number | undefined;
}

/** A function of a text whose parameters are written out; undefined for any other call. */
export function textOperation({ name, parameters }: CallExpression): TextOperation | undefined {
  const [first, second] = parameters.map((parameter) =>
    parameter.kind === 'literal' ? parameter.node.value : undefined,
  );
  switch (name) {
    case 'length':
      return { kind: 'number', apply: (text) => text.length };
    case 'toInteger':
      return { kind: 'number', apply: parseInteger32 };
    case 'lower':
      return { kind: 'string', apply: (text) => text.toLowerCase() };
    case 'upper':
      return { kind: 'string', apply: (text) => text.toUpperCase() };
    case 'substring':
      if (typeof first !== 'number' || parameters.length !== 1) return undefined;
      return { kind: 'string', apply: (text) => (first < 0 || first >= text.length ? undefined : text.slice(first)) };
    case 'replaceMatches': {
      if (typeof first !== 'string' || first === '' || typeof second !== 'string') return undefined;
      const pattern = lazyPattern(first);
      return { kind: 'string', apply: (text) => pattern().replaceAll(text, second) };
    }
    default:
      return undefined;
  }
}

/** A pattern that is compiled when it is first needed: one that is never asked cannot be wrong. */
export function lazyPattern(source: string): () => Pattern {
  let pattern: Pattern | undefined;
  return () => {
    pattern ??= compilePattern(source);
    return pattern;
  };
}
