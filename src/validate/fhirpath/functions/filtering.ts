import { type Evaluate, type FhirPathFunction, type FunctionTable, nodeFunction } from '../engine/fhirpath-function.ts';
import { NodeSet } from '../engine/node-set.ts';
import { countEvaluations, type Nodes, scopeOfNode } from '../engine/scope.ts';
import { truthOf } from '../engine/singleton.ts';
import type { Expression } from '../syntax/expression.ts';
import type { TypedNode } from '../typed-node.ts';

/** Filtering, projection and aggregates. @source http://hl7.org/fhirpath/N1/#filtering-and-projection */
export const FILTERING_FUNCTIONS: FunctionTable = {
  where: nodeFunction((input, forNode, name) =>
    input.filter((node, index) => truthOf(forNode(node, index), `${name}()`) === true),
  ),
  select: nodeFunction((input, forNode) => input.flatMap((node, index) => [...forNode(node, index)])),
  repeat: nodeFunction((input, forNode, _name, scope) => {
    const found: TypedNode[] = [];
    const set = new NodeSet(scope);
    let current: Nodes = input;
    while (current.length > 0) {
      countEvaluations(scope, current.length);
      const next = current.flatMap((node, index) => [...forNode(node, index)]).filter((node) => set.addNew(node));
      found.push(...next);
      current = next;
    }
    return found;
  }),
  aggregate: aggregateFunction(),
};

/** `$this` is the node, `$total` what was aggregated so far. */
function aggregateFunction(): FhirPathFunction {
  return {
    takes: [1, 2],
    build: ({ parameters: [step, start], context }) => {
      const aggregate: Evaluate = context.compile(step as Expression);
      const initial = start === undefined ? undefined : context.compile(start);
      return (scope, input) => {
        let total: Nodes = initial?.(scope, scope.self) ?? [];
        countEvaluations(scope, input.length);
        input.forEach((node, index) => {
          const inner = { ...scopeOfNode(scope, node, index), total };
          total = aggregate(inner, inner.self);
        });
        return total;
      };
    },
  };
}
