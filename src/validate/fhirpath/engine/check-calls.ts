import { FhirPathError } from '../fhirpath-error.ts';
import { FUNCTIONS } from '../functions/function-table.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { partsOf } from '../syntax/expression-parts.ts';

/** Throws FhirPathError for a function that does not exist, and for one with too few or too many parameters. */
export function checkCalls(expression: Expression): void {
  if (expression.kind === 'call') checkCall(expression);
  for (const part of partsOf(expression)) checkCalls(part);
}

function checkCall({ name, parameters }: CallExpression): void {
  const definition = FUNCTIONS.get(name);
  if (definition === undefined) throw new FhirPathError(`${name}() is not a function`);
  const [least, most] = definition.takes;
  if (parameters.length < least || parameters.length > most) {
    throw new FhirPathError(`${name}() takes ${least === most ? least : `${least} to ${most}`} parameters`);
  }
}
