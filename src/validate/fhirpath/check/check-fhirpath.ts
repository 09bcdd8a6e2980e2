import type { TypeModel } from '../../definitions/type-model.ts';
import { type Navigator, navigatorOf } from '../engine/navigator.ts';
import { primitiveMeant, typeParameter, wantedType } from '../engine/type-specifier.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import { evaluatesOnInput, needsOrder, needsText, resultOf } from '../functions/function-results.ts';
import type { BinaryExpression, CallExpression, Expression, TypeSpecifier } from '../syntax/expression.ts';
import { systemTypeOf } from '../values/system-type.ts';
import { inferMember, inferTypeName } from './infer-member.ts';
import { ANYTHING, type Inferred, inferredOf, NO_NODES, unionOf } from './inferred.ts';

/** Rounds after which `repeat()` finds no new types: types of R4 contain each other over few steps. */
const MAX_ROUNDS = 10;

/** What an expression is checked against. */
interface Checker {
  readonly model: TypeModel;
  readonly navigator: Navigator;
  readonly context: Inferred;
}

/** What stands before the dot, and `$this`. */
interface Place {
  readonly input: Inferred;
  readonly self: Inferred;
}

/**
 * Finds what can be seen to be wrong without data: an element or type that is never there, a text function of what is no
 * text, a place in a list that has no order, a condition that is no boolean. Throws FhirPathError. What an expression
 * may find in resources of any type is taken as right.
 */
export function checkFhirPath(expression: Expression, model: TypeModel, contextType: string): void {
  const context = inferredOf(contextType);
  infer(expression, { input: context, self: context }, { model, navigator: navigatorOf(model), context });
}

function infer(expression: Expression, place: Place, checker: Checker): Inferred {
  switch (expression.kind) {
    case 'literal':
      return inferredOf(expression.node.type);
    case 'empty':
      return NO_NODES;
    case 'variable':
      return expression.name === 'context' ? checker.context : ANYTHING;
    case 'special':
      if (expression.name === '$this') return place.self;
      return expression.name === '$index' ? inferredOf('System.Integer') : ANYTHING;
    case 'member':
      return inferName(expression.of, expression.name, place, checker);
    case 'call':
      return inferCall(expression, place, checker);
    case 'indexer': {
      const holder = infer(expression.of, place, checker);
      infer(expression.index, { input: place.self, self: place.self }, checker);
      return ordered(holder, '[]');
    }
    case 'sign':
      return infer(expression.operand, place, checker);
    case 'binary':
      return inferBinary(expression, place, checker);
    case 'type': {
      infer(expression.operand, place, checker);
      if (expression.operator === 'is') return inferredOf('System.Boolean');
      const primitive = primitiveMeant(expression.type);
      const inferred = inferType(expression.type, checker);
      return primitive === undefined ? inferred : unionOf(inferred, inferredOf(primitive));
    }
  }
}

function inferName(of: Expression | undefined, name: string, place: Place, checker: Checker): Inferred {
  const { model, navigator } = checker;
  if (of !== undefined) return inferMember(name, infer(of, place, checker), model, navigator);
  if (/^[A-Z]/.test(name) && model.kindOf(name) !== undefined) return inferTypeName(name, place.input, model);
  return inferMember(name, place.input, model, navigator);
}

function inferType(specifier: TypeSpecifier, { model }: Checker): Inferred {
  const { name, isKnown } = wantedType(specifier, model);
  return isKnown ? inferredOf(name) : ANYTHING;
}

function inferBinary({ operator, left, right }: BinaryExpression, place: Place, checker: Checker): Inferred {
  const one = infer(left, place, checker);
  const other = infer(right, place, checker);
  switch (operator) {
    case '|':
      return unionOf(one, other);
    case '&':
      return inferredOf('System.String');
    case '+':
    case '-':
    case '*':
    case '/':
    case 'div':
    case 'mod':
      return ANYTHING;
    default:
      return inferredOf('System.Boolean');
  }
}

function inferCall({ of, name, parameters }: CallExpression, place: Place, checker: Checker): Inferred {
  const input = of === undefined ? place.input : infer(of, place, checker);
  if (needsOrder(name)) ordered(input, `${name}()`);
  if (needsText(name) && !mayBe(input, 'System.String')) throw new FhirPathError(`${name}() needs a text`);
  if (name === 'is') return inferredOf('System.Boolean');
  if (name === 'as' || name === 'ofType') return inferType(typeParameter(parameters[0]), checker);
  if (name === 'repeat') return inferRepeat(input, parameters, checker);
  const self = evaluatesOnInput(name) ? input : place.self;
  const inferred = parameters.map((parameter) => infer(parameter, { input: self, self }, checker));
  return inferResult(name, input, inferred);
}

function inferResult(name: string, input: Inferred, parameters: readonly Inferred[]): Inferred {
  const [first = NO_NODES, second = NO_NODES, third = NO_NODES] = parameters;
  switch (name) {
    case 'select':
      return { ...first, isOrdered: first.isOrdered && input.isOrdered };
    case 'iif':
      if (!mayBe(first, 'System.Boolean')) throw new FhirPathError('iif() needs a condition that is a boolean');
      return unionOf(second, third);
    case 'union':
    case 'combine':
      return unionOf(input, first);
    case 'children':
    case 'descendants':
      return { types: undefined, isOrdered: false };
    case 'sort':
      return { ...input, isOrdered: true };
    case 'type':
      return inferredOf('System.ClassInfo', 'System.SimpleTypeInfo');
    default: {
      const result = resultOf(name);
      if (result === 'input') return input;
      return result === 'any' ? ANYTHING : inferredOf(result);
    }
  }
}

/** What is found may have other elements than the input: what is missing there is no fault. */
function inferRepeat(input: Inferred, [parameter]: readonly Expression[], checker: Checker): Inferred {
  if (parameter === undefined) return ANYTHING;
  let found = infer(parameter, { input, self: input }, checker);
  for (let round = 0; round < MAX_ROUNDS && found.types !== undefined; round += 1) {
    const before: ReadonlySet<string> = found.types;
    for (const type of before) found = unionOf(found, inferQuietly(parameter, inferredOf(type), checker));
    if (found.types?.size === before.size) break;
  }
  return found;
}

function inferQuietly(expression: Expression, self: Inferred, checker: Checker): Inferred {
  try {
    return infer(expression, { input: self, self }, checker);
  } catch (error) {
    if (error instanceof FhirPathError) return NO_NODES;
    throw error;
  }
}

function ordered(input: Inferred, name: string): Inferred {
  if (!input.isOrdered) throw new FhirPathError(`${name} needs a list with an order`);
  return input;
}

function mayBe({ types }: Inferred, wanted: string): boolean {
  return types === undefined || types.size === 0 || [...types].some((type) => systemTypeOf(type) === wanted);
}
