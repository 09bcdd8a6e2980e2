import { type FunctionTable, plainFunction, valueFunction } from '../engine/fhirpath-function.ts';
import { distinctNodes, NodeSet } from '../engine/node-set.ts';
import { NOTHING } from '../engine/scope.ts';
import { integerOf } from '../engine/singleton.ts';
import { FhirPathError } from '../fhirpath-error.ts';

/** Subsetting and combining. @source http://hl7.org/fhirpath/N1/#subsetting */
export const SUBSETTING_FUNCTIONS: FunctionTable = {
  single: plainFunction((input, name) => {
    if (input.length > 1) throw new FhirPathError(`${name}() found a list`);
    return input;
  }),
  first: plainFunction((input) => input.slice(0, 1)),
  last: plainFunction((input) => input.slice(-1)),
  tail: plainFunction((input) => input.slice(1)),
  skip: valueFunction([1, 1], (input, [count = NOTHING], name) => {
    const skipped = integerOf(count, `${name}()`);
    return skipped === undefined ? NOTHING : input.slice(Math.max(0, skipped));
  }),
  take: valueFunction([1, 1], (input, [count = NOTHING], name) => {
    const taken = integerOf(count, `${name}()`);
    return taken === undefined ? NOTHING : input.slice(0, Math.max(0, taken));
  }),
  intersect: valueFunction([1, 1], (input, [other = NOTHING], _name, scope) => {
    const set = new NodeSet(scope, other);
    return distinctNodes(
      scope,
      input.filter((node) => set.has(node) === true),
    );
  }),
  exclude: valueFunction([1, 1], (input, [other = NOTHING], _name, scope) => {
    const set = new NodeSet(scope, other);
    return input.filter((node) => set.has(node) !== true);
  }),
  union: valueFunction([1, 1], (input, [other = NOTHING], _name, scope) => distinctNodes(scope, [...input, ...other])),
  combine: valueFunction([1, 1], (input, [other = NOTHING]) => [...input, ...other]),
};
