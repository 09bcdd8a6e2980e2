import type { FhirPathFunction, FunctionTable } from '../engine/fhirpath-function.ts';
import { countEvaluations, type Nodes, type Scope, scopeOfNode } from '../engine/scope.ts';
import { singleNode } from '../engine/singleton.ts';
import type { Expression } from '../syntax/expression.ts';
import type { TypedNode } from '../typed-node.ts';
import { compareNodes } from '../values/order.ts';
import { systemValueOf } from '../values/system-value.ts';

const MAX_KEYS = 20;

/** `sort()`: by value, or by keys, each descending with `-` before it; nodes without a key come last. */
export const SORTING_FUNCTIONS: FunctionTable = { sort: sortFunction() };

interface SortKey {
  readonly isDescending: boolean;
  readonly keyOf: (scope: Scope, node: TypedNode, index: number) => TypedNode | undefined;
}

function sortFunction(): FhirPathFunction {
  return {
    takes: [0, MAX_KEYS],
    build: ({ name, parameters, context }) => {
      const keys = parameters.map((parameter): SortKey => {
        const isDescending = parameter.kind === 'sign' && parameter.sign === '-';
        const evaluate = context.compile(isDescending ? operandOf(parameter) : parameter);
        return {
          isDescending,
          keyOf: (scope, node, index) => {
            const inner = scopeOfNode(scope, node, index);
            return singleNode(evaluate(inner, inner.self), `${name}()`);
          },
        };
      });
      const byValue: SortKey = { isDescending: false, keyOf: (_scope, node) => node };
      return (scope, input) => sorted(scope, input, keys.length === 0 ? [byValue] : keys);
    },
  };
}

function operandOf(expression: Expression): Expression {
  return expression.kind === 'sign' ? expression.operand : expression;
}

function sorted(scope: Scope, input: Nodes, keys: readonly SortKey[]): Nodes {
  countEvaluations(scope, input.length * keys.length);
  const rows = input.map((node, index) => ({ node, values: keys.map((key) => key.keyOf(scope, node, index)) }));
  rows.sort((one, other) => {
    for (const [index, { isDescending }] of keys.entries()) {
      const order = compareKeys(one.values[index], other.values[index]);
      if (order !== 0) return isDescending ? -order : order;
    }
    return 0;
  });
  return rows.map(({ node }) => node);
}

function compareKeys(left: TypedNode | undefined, right: TypedNode | undefined): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  const one = systemValueOf(left);
  const other = systemValueOf(right);
  if (one?.kind === 'boolean' && other?.kind === 'boolean') return Number(other.value) - Number(one.value);
  return compareNodes(left, right) ?? 0;
}
