import { type FunctionTable, plainFunction } from '../engine/fhirpath-function.ts';
import { countVisits, type Nodes } from '../engine/scope.ts';
import type { TypedNode } from '../typed-node.ts';

/** Tree navigation. @source http://hl7.org/fhirpath/N1/#tree-navigation */
export const TREE_FUNCTIONS: FunctionTable = {
  children: plainFunction((input, _name, scope, { navigator }) => {
    const found: TypedNode[] = [];
    for (const node of input) navigator.addAllChildren(node, found);
    countVisits(scope, found.length);
    return found;
  }),
  descendants: plainFunction((input, _name, scope, { navigator }) => {
    const found: TypedNode[] = [];
    let current: Nodes = input;
    while (current.length > 0) {
      const next: TypedNode[] = [];
      for (const node of current) navigator.addAllChildren(node, next);
      countVisits(scope, next.length);
      for (const node of next) found.push(node);
      current = next;
    }
    return found;
  }),
};
