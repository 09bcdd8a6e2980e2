import type { TypeModel } from '../../definitions/type-model.ts';
import { FUNCTIONS } from '../functions/function-table.ts';
import { asType, isType } from '../functions/types.ts';
import { type ArithmeticOperator, applySign, calculate } from '../operators/arithmetic.ts';
import { COMPARISONS } from '../operators/comparison.ts';
import { isLogicOperator, logicOperation } from '../operators/logic.ts';
import type {
  BinaryExpression,
  CallExpression,
  Expression,
  IndexerExpression,
  MemberExpression,
  SpecialExpression,
  TypeExpression,
} from '../syntax/expression.ts';
import type { TypedNode } from '../typed-node.ts';
import type { CompileContext, Evaluate, FhirPathFunction, FhirPathOptions } from './fhirpath-function.ts';
import { navigatorOf } from './navigator.ts';
import { distinctNodes } from './node-set.ts';
import { countVisits, innerVariables, NOTHING } from './scope.ts';
import { integerOf } from './singleton.ts';
import { isDerivedFrom, operatorCastTest } from './type-specifier.ts';
import { compileVariable } from './variable.ts';

/**
 * Turns an expression, whose calls are checked, into a function. Throws FhirPathError for a parameter that is no type
 * where one is needed; the function throws it for what can only be seen in the data.
 */
export function compileExpression(expression: Expression, model: TypeModel, options: FhirPathOptions): Evaluate {
  const context: CompileContext = {
    model,
    navigator: navigatorOf(model),
    options,
    compile: (part) => compilePart(part, context),
  };
  return compilePart(expression, context);
}

function compilePart(expression: Expression, context: CompileContext): Evaluate {
  switch (expression.kind) {
    case 'literal': {
      const nodes = [expression.node];
      return () => nodes;
    }
    case 'empty':
      return () => NOTHING;
    case 'variable':
      return compileVariable(expression.name);
    case 'special':
      return compileSpecial(expression);
    case 'member':
      return compileMember(expression, context);
    case 'call':
      return compileCall(expression, context);
    case 'indexer':
      return compileIndexer(expression, context);
    case 'sign': {
      const operand = context.compile(expression.operand);
      return (scope, input) => applySign(expression.sign, operand(scope, input));
    }
    case 'binary':
      return compileBinary(expression, context);
    case 'type':
      return compileType(expression, context);
  }
}

function compileSpecial({ name }: SpecialExpression): Evaluate {
  if (name === '$this') return (scope) => scope.self;
  if (name === '$total') return (scope) => scope.total ?? NOTHING;
  return (scope) => (scope.index === undefined ? NOTHING : [{ type: 'System.Integer', value: scope.index }]);
}

/** At the beginning of a path a name with a capital letter is that of a type: of what is before it, that is kept. */
function compileMember({ of, name }: MemberExpression, context: CompileContext): Evaluate {
  const { model, navigator } = context;
  if (of === undefined && /^[A-Z]/.test(name) && model.kindOf(name) !== undefined) {
    return (_scope, input) => input.filter(({ type }) => isDerivedFrom(type, name, model));
  }
  const holder = compileInput(of, context);
  return (scope, input) => {
    const found: TypedNode[] = [];
    for (const node of holder(scope, input)) navigator.addChildren(node, name, found);
    countVisits(scope, found.length + 1);
    return found;
  };
}

function compileInput(of: Expression | undefined, context: CompileContext): Evaluate {
  return of === undefined ? (_scope, input) => input : context.compile(of);
}

function compileCall({ of, name, parameters }: CallExpression, context: CompileContext): Evaluate {
  const evaluate = (FUNCTIONS.get(name) as FhirPathFunction).build({ name, parameters, context });
  if (of === undefined) return evaluate;
  const holder = context.compile(of);
  return (scope, input) => evaluate(scope, holder(scope, input));
}

function compileIndexer({ of, index }: IndexerExpression, context: CompileContext): Evaluate {
  const holder = context.compile(of);
  const position = context.compile(index);
  return (scope, input) => {
    const at = integerOf(position(scope, scope.self), '[]');
    const node = at === undefined ? undefined : holder(scope, input)[at];
    return node === undefined ? NOTHING : [node];
  };
}

function compileBinary({ operator, left, right }: BinaryExpression, context: CompileContext): Evaluate {
  const one = isolated(left, context);
  const other = isolated(right, context);
  if (isLogicOperator(operator)) return logicOperation(operator, one, other);
  if (operator === '|') return (scope, input) => distinctNodes(scope, [...one(scope, input), ...other(scope, input)]);
  const compare = COMPARISONS[operator];
  if (compare !== undefined) return (scope, input) => compare(one(scope, input), other(scope, input), scope);
  return (scope, input) => calculate(operator as ArithmeticOperator, one(scope, input), other(scope, input));
}

/** What one side of an operator defines is not seen on the other side. */
function isolated(expression: Expression, context: CompileContext): Evaluate {
  const evaluate = context.compile(expression);
  if (!definesVariable(expression)) return evaluate;
  return (scope, input) => evaluate({ ...scope, variables: innerVariables(scope.variables) }, input);
}

function definesVariable(expression: Expression): boolean {
  for (let part: Expression | undefined = expression; part !== undefined; ) {
    if (part.kind === 'call' && part.name === 'defineVariable') return true;
    part = part.kind === 'member' || part.kind === 'call' || part.kind === 'indexer' ? part.of : undefined;
  }
  return false;
}

function compileType({ operator, operand, type }: TypeExpression, context: CompileContext): Evaluate {
  const evaluate = context.compile(operand);
  const answer = operator === 'is' ? isType(type, context) : asType(operatorCastTest(type, context.model), context);
  return (scope, input) => answer(evaluate(scope, input));
}
