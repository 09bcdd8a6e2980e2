import { parser } from '@prometheus-io/lezer-promql';

/** What an expression of PromQL is made of. */
export interface PromQl {
  /** Places at which it cannot be read, as `offset: text`; empty: it is sound. */
  readonly errors: readonly string[];
  /** Names of the metrics that it selects. */
  readonly metrics: readonly string[];
  /** Label matchers by metric: `state="parked"`. */
  readonly matchers: readonly string[];
}

/** Reads an expression with the grammar of Prometheus' own user interface. */
export function readPromQl(expression: string): PromQl {
  const errors: string[] = [];
  const metrics: string[] = [];
  const matchers: string[] = [];
  parser.parse(expression).iterate({
    enter({ type, from, to }) {
      const text = expression.slice(from, to);
      if (type.isError) errors.push(`${from}: ${text || 'something is missing'}`);
      if (type.name === 'VectorSelector') metrics.push(/^[a-zA-Z_:][\w:]*/.exec(text)?.[0] ?? text);
      if (type.name.endsWith('LabelMatcher')) matchers.push(text);
    },
  });
  return { errors, metrics, matchers };
}
