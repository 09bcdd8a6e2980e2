import {
  type FhirPathFunction,
  type FunctionTable,
  nodeFunction,
  plainFunction,
  valueFunction,
  withOptionalParameter,
} from '../engine/fhirpath-function.ts';
import { distinctNodes, NodeSet } from '../engine/node-set.ts';
import { NOTHING, type Nodes, type Scope } from '../engine/scope.ts';
import { truthOf } from '../engine/singleton.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import { systemTypeOf } from '../values/system-type.ts';
import { booleanNode, integerNode } from '../values/system-value.ts';

/** Existence. @source http://hl7.org/fhirpath/N1/#existence */
export const EXISTENCE_FUNCTIONS: FunctionTable = {
  empty: plainFunction((input) => [booleanNode(input.length === 0)]),
  not: plainFunction((input, name) => {
    const truth = truthOf(input, `${name}()`);
    return truth === undefined ? NOTHING : [booleanNode(!truth)];
  }),
  exists: withOptionalParameter(
    plainFunction((input) => [booleanNode(input.length > 0)]),
    nodeFunction((input, forNode, name) => [
      booleanNode(input.some((node, index) => truthOf(forNode(node, index), `${name}()`) === true)),
    ]),
  ),
  all: nodeFunction((input, forNode, name) => [
    booleanNode(input.every((node, index) => truthOf(forNode(node, index), `${name}()`) === true)),
  ]),
  allTrue: truthFunction((truths) => truths.every((truth) => truth === true)),
  anyTrue: truthFunction((truths) => truths.some((truth) => truth === true)),
  allFalse: truthFunction((truths) => truths.every((truth) => truth === false)),
  anyFalse: truthFunction((truths) => truths.some((truth) => truth === false)),
  subsetOf: valueFunction([1, 1], (input, [other = NOTHING], _name, scope) => [
    booleanNode(isSubset(input, other, scope)),
  ]),
  supersetOf: valueFunction([1, 1], (input, [other = NOTHING], _name, scope) => [
    booleanNode(isSubset(other, input, scope)),
  ]),
  count: plainFunction((input) => [integerNode(input.length)]),
  distinct: plainFunction((input, _name, scope) => distinctNodes(scope, input)),
  isDistinct: plainFunction((input, _name, scope) => areDistinct(input, scope)),
};

function truthFunction(decide: (truths: readonly unknown[]) => boolean): FhirPathFunction {
  return plainFunction((input, name) => {
    if (input.some(({ type }) => systemTypeOf(type) !== 'System.Boolean')) {
      throw new FhirPathError(`${name}() needs booleans`);
    }
    return [booleanNode(decide(input.map(({ value }) => value)))];
  });
}

function isSubset(part: Nodes, whole: Nodes, scope: Scope): boolean {
  const set = new NodeSet(scope, whole);
  return part.every((node) => set.has(node) === true);
}

function areDistinct(input: Nodes, scope: Scope): Nodes {
  const set = new NodeSet(scope);
  let isCertain = true;
  for (const node of input) {
    const isIn = set.has(node);
    if (isIn === true) return [booleanNode(false)];
    if (isIn === undefined) isCertain = false;
    set.add(node);
  }
  return isCertain ? [booleanNode(true)] : NOTHING;
}
