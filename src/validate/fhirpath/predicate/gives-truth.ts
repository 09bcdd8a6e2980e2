import { resultOf } from '../functions/function-results.ts';
import type { Expression } from '../syntax/expression.ts';

const OPERATORS: ReadonlySet<string> = new Set([
  ...['and', 'or', 'xor', 'implies', '=', '!=', '~', '!~', '<', '<=', '>', '>=', 'in', 'contains'],
]);

/** Whether an expression gives one boolean or nothing, whatever it is evaluated on. */
export function givesTruth(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
      return resultOf(expression.name) === 'System.Boolean';
    case 'binary':
      return OPERATORS.has(expression.operator);
    case 'type':
      return expression.operator === 'is';
    default:
      return false;
  }
}
