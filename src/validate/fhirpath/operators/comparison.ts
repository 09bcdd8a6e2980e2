import { NodeSet } from '../engine/node-set.ts';
import { countVisits, NOTHING, type Nodes, type Scope } from '../engine/scope.ts';
import { singleNode } from '../engine/singleton.ts';
import { areEqualLists } from '../values/equality.ts';
import { areEquivalentLists } from '../values/equivalence.ts';
import { compareNodes } from '../values/order.ts';
import { booleanNode } from '../values/system-value.ts';
import type { Truth } from './logic.ts';

type Comparison = (left: Nodes, right: Nodes, scope: Scope) => Nodes;

/** Equality, comparison and membership. @source http://hl7.org/fhirpath/N1/#equality */
export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': (left, right) => nodesOf(areEqualLists(left, right)),
  '!=': (left, right) => nodesOf(negated(areEqualLists(left, right))),
  '~': (left, right, scope) => nodesOf(areEquivalent(left, right, scope)),
  '!~': (left, right, scope) => nodesOf(!areEquivalent(left, right, scope)),
  '<': ordered('<', (order) => order < 0),
  '<=': ordered('<=', (order) => order <= 0),
  '>': ordered('>', (order) => order > 0),
  '>=': ordered('>=', (order) => order >= 0),
  in: (left, right, scope) => membership(left, right, scope, 'in'),
  contains: (left, right, scope) => membership(right, left, scope, 'contains'),
};

/** In any order: at worst each is compared with each. */
function areEquivalent(left: Nodes, right: Nodes, scope: Scope): boolean {
  countVisits(scope, left.length * right.length);
  return areEquivalentLists(left, right);
}

function nodesOf(truth: Truth): Nodes {
  return truth === undefined ? NOTHING : [booleanNode(truth)];
}

function negated(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function ordered(operator: string, decide: (order: number) => boolean): Comparison {
  return (left, right) => {
    const one = singleNode(left, operator);
    const other = singleNode(right, operator);
    const order = one === undefined || other === undefined ? undefined : compareNodes(one, other);
    return order === undefined ? NOTHING : [booleanNode(decide(order))];
  };
}

function membership(items: Nodes, list: Nodes, scope: Scope, operator: string): Nodes {
  const item = singleNode(items, operator);
  if (item === undefined) return NOTHING;
  return [booleanNode(new NodeSet(scope, list).has(item) === true)];
}
