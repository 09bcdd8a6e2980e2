import type { BinaryOperator, Expression } from '../syntax/expression.ts';
import { compareNodes } from '../values/order.ts';
import { systemTypeOf } from '../values/system-type.ts';
import type { Predicate } from './frame.ts';
import type { PredicateCompiler } from './predicate-compiler.ts';
import { type SingleValue, singleValue } from './values-of-path.ts';

const ORDERS: Partial<Readonly<Record<BinaryOperator, (order: number) => boolean>>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Length of a date, and of a date with a time to the second, in text. */
const DATE_LENGTH = 10;
const SECOND_LENGTH = 19;

/** `<`, `<=`, `>`, `>=` of two numbers, and of two dates or times that are found in the resource. */
export function orderTruth(
  compiler: PredicateCompiler,
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  type: string,
): Predicate | undefined {
  const holds = ORDERS[operator];
  if (holds === undefined) return undefined;
  const one = compiler.scalar(left, type);
  const other = compiler.scalar(right, type);
  if (one?.kind === 'number' && other?.kind === 'number') {
    return (value, sibling, frame) => {
      const some = one.get(value, sibling, frame);
      const others = other.get(value, sibling, frame);
      return some === undefined || others === undefined ? undefined : holds((some as number) - (others as number));
    };
  }
  return one === undefined && other === undefined ? valueOrder(compiler, left, right, type, holds) : undefined;
}

function valueOrder(
  compiler: PredicateCompiler,
  left: Expression,
  right: Expression,
  type: string,
  holds: (order: number) => boolean,
): Predicate | undefined {
  const one = orderedValue(compiler, left, type);
  const other = orderedValue(compiler, right, type);
  if (one === undefined || other === undefined) return undefined;
  const [leftType = ''] = one.types;
  const [rightType = ''] = other.types;
  return (value, sibling, frame) => {
    const some = one.get(value, sibling, frame);
    const others = other.get(value, sibling, frame);
    if (some === undefined || others === undefined) return undefined;
    const order =
      textualOrder(some, others) ?? compareNodes({ type: leftType, value: some }, { type: rightType, value: others });
    return order === undefined ? undefined : holds(order);
  };
}

/** The only value of a path of one type that has an order. */
function orderedValue(compiler: PredicateCompiler, path: Expression, type: string): SingleValue | undefined {
  const single = singleValue(compiler, path, type);
  const [found = ''] = single?.types ?? [];
  return single?.types.size === 1 && systemTypeOf(found) !== undefined ? single : undefined;
}

/**
 * Dates and times of the same precision and zone are in the order of their texts. Undefined for others. What is no date
 * may get an order too: that it is none is said elsewhere.
 */
function textualOrder(left: unknown, right: unknown): number | undefined {
  if (typeof left !== 'string' || typeof right !== 'string' || left.length !== right.length) return undefined;
  if (left.length > DATE_LENGTH && left.slice(SECOND_LENGTH) !== right.slice(SECOND_LENGTH)) return undefined;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
