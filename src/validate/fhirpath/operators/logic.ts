import type { Evaluate } from '../engine/fhirpath-function.ts';
import { NOTHING, type Nodes } from '../engine/scope.ts';
import { truthOf } from '../engine/singleton.ts';
import { booleanNode } from '../values/system-value.ts';

/** A truth value, or undefined when it is not known. */
export type Truth = boolean | undefined;

export type LogicOperator = 'and' | 'or' | 'xor' | 'implies';

/**
 * Three-valued logic. `right` is asked only when the left side does not decide.
 * @source http://hl7.org/fhirpath/N1/#boolean-logic
 */
export const LOGIC: Readonly<Record<LogicOperator, (left: Truth, right: () => Truth) => Truth>> = {
  and: (left, right) => {
    if (left === false) return false;
    const other = right();
    return other === false ? false : known(left, other, true);
  },
  or: (left, right) => {
    if (left === true) return true;
    const other = right();
    return other === true ? true : known(left, other, false);
  },
  xor: (left, right) => {
    const other = right();
    return left === undefined || other === undefined ? undefined : left !== other;
  },
  implies: (left, right) => {
    if (left === false) return true;
    const other = right();
    if (other === true) return true;
    return left === undefined || other === undefined ? undefined : false;
  },
};

/** Whether a word is an operator of logic. */
export function isLogicOperator(operator: string): operator is LogicOperator {
  return Object.hasOwn(LOGIC, operator);
}

/** `left operator right` of compiled expressions. */
export function logicOperation(operator: LogicOperator, left: Evaluate, right: Evaluate): Evaluate {
  const decide = LOGIC[operator];
  return (scope, input): Nodes => {
    const truth = decide(truthOf(left(scope, input), operator), () => truthOf(right(scope, input), operator));
    return truth === undefined ? NOTHING : [booleanNode(truth)];
  };
}

function known(left: Truth, right: Truth, truth: boolean): Truth {
  return left === undefined || right === undefined ? undefined : truth;
}
