import type { Expression } from './expression.ts';

/** The expressions that an expression is made of, in the order of the text. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'member':
      return expression.of === undefined ? [] : [expression.of];
    case 'call':
      return expression.of === undefined ? expression.parameters : [expression.of, ...expression.parameters];
    case 'indexer':
      return [expression.of, expression.index];
    case 'sign':
    case 'type':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    default:
      return [];
  }
}
