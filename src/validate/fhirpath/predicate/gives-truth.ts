import type { Expression } from '../syntax/expression.ts';

const FUNCTIONS: ReadonlySet<string> = new Set([
  ...['exists', 'empty', 'not', 'all', 'allTrue', 'anyTrue', 'allFalse', 'anyFalse', 'subsetOf', 'supersetOf'],
  ...['isDistinct', 'is', 'startsWith', 'endsWith', 'contains', 'matches', 'matchesFull', 'hasValue', 'memberOf'],
  ...['conformsTo', 'htmlChecks', 'comparable'],
]);

const OPERATORS: ReadonlySet<string> = new Set([
  ...['and', 'or', 'xor', 'implies', '=', '!=', '~', '!~', '<', '<=', '>', '>=', 'in', 'contains'],
]);

/** Whether an expression gives one boolean or nothing, whatever it is evaluated on. */
export function givesTruth(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
      return FUNCTIONS.has(expression.name);
    case 'binary':
      return OPERATORS.has(expression.operator);
    case 'type':
      return expression.operator === 'is';
    default:
      return false;
  }
}
