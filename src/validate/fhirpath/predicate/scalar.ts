import { CONSTANTS } from '../engine/variable.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import type { BinaryExpression, CallExpression, Expression } from '../syntax/expression.ts';
import { type Decimal, decimalOf, printDecimal, toNumber } from '../values/decimal.ts';
import type { Scalar } from './frame.ts';
import type { PredicateCompiler } from './predicate-compiler.ts';
import { textOperation } from './text-operation.ts';
import { COUNT, commonKind, counted, scalarKind, singleValue } from './values-of-path.ts';

/** See `PredicateCompiler.scalar`. */
export function compileScalar(compiler: PredicateCompiler, expression: Expression, type: string): Scalar | undefined {
  const literal = literalValue(expression);
  if (literal !== undefined) return { kind: typeof literal as Scalar['kind'], get: () => literal };
  switch (expression.kind) {
    case 'sign':
      return signedScalar(compiler.scalar(expression.operand, type), expression.sign);
    case 'binary':
      return operationScalar(compiler, expression, type);
    case 'call':
      return callScalar(compiler, expression, type) ?? pathScalar(compiler, expression, type);
    default:
      return pathScalar(compiler, expression, type);
  }
}

/** Text, number or boolean that is written out; undefined for any other expression. */
export function literalValue(expression: Expression): string | number | boolean | undefined {
  if (expression.kind === 'variable') return CONSTANTS.get(expression.name);
  if (expression.kind !== 'literal' || scalarKind(expression.node.type) === undefined) return undefined;
  const { type, value } = expression.node;
  return type === 'System.Decimal' ? toNumber(value as Decimal) : (value as string | number | boolean);
}

/** A path whose values all have the same JavaScript type. */
function pathScalar(compiler: PredicateCompiler, path: Expression, type: string): Scalar | undefined {
  const single = singleValue(compiler, path, type);
  const kind = single && commonKind(single.types);
  if (single === undefined || kind === undefined) return undefined;
  return {
    kind,
    get: (value, sibling, frame) => {
      const found = single.get(value, sibling, frame);
      if (found === undefined || typeof found === kind) return found;
      throw new FhirPathError('A value of another type is needed');
    },
  };
}

function signedScalar(operand: Scalar | undefined, sign: '+' | '-'): Scalar | undefined {
  if (operand?.kind !== 'number') return undefined;
  if (sign === '+') return operand;
  return {
    kind: 'number',
    get: (value, sibling, frame) => {
      const number = operand.get(value, sibling, frame);
      return number === undefined ? undefined : -(number as number);
    },
  };
}

function operationScalar(
  compiler: PredicateCompiler,
  { operator, left, right }: BinaryExpression,
  type: string,
): Scalar | undefined {
  const one = compiler.scalar(left, type);
  const other = compiler.scalar(right, type);
  if (one === undefined || other === undefined) return undefined;
  if (operator === '&' && one.kind === 'string' && other.kind === 'string') {
    return {
      kind: 'string',
      get: (value, sibling, frame) =>
        `${one.get(value, sibling, frame) ?? ''}${other.get(value, sibling, frame) ?? ''}`,
    };
  }
  // Only counts are added: the digits of decimals are not added exactly by JavaScript.
  if (operator !== '+' || !isCount(left) || !isCount(right)) return undefined;
  return {
    kind: 'number',
    get: (value, sibling, frame) =>
      (one.get(value, sibling, frame) as number) + (other.get(value, sibling, frame) as number),
  };
}

function isCount(expression: Expression): boolean {
  if (expression.kind !== 'binary') return expression.kind === 'call' && expression.name === 'count';
  return expression.operator === '+' && isCount(expression.left) && isCount(expression.right);
}

function callScalar(compiler: PredicateCompiler, call: CallExpression, type: string): Scalar | undefined {
  const of: Expression = call.of ?? { kind: 'special', name: '$this', at: call.at };
  if (call.name === 'count') return countScalar(compiler, of, type);
  if (call.name === 'trace') return compiler.scalar(of, type);
  if (call.name === 'toString') return textScalar(compiler.scalar(of, type));
  const operation = textOperation(call);
  const text = operation && compiler.scalar(of, type);
  if (operation === undefined || text?.kind !== 'string') return undefined;
  return {
    kind: operation.kind,
    get: (value, sibling, frame) => {
      const found = text.get(value, sibling, frame);
      return found === undefined ? undefined : operation.apply(found as string);
    },
  };
}

function textScalar(scalar: Scalar | undefined): Scalar | undefined {
  if (scalar === undefined || scalar.kind === 'string') return scalar;
  return {
    kind: 'string',
    get: (value, sibling, frame) => {
      const found = scalar.get(value, sibling, frame);
      const decimal = typeof found === 'number' ? decimalOf(found) : undefined;
      if (decimal !== undefined) return printDecimal(decimal);
      return found === undefined ? undefined : String(found);
    },
  };
}

function countScalar(compiler: PredicateCompiler, of: Expression, type: string): Scalar | undefined {
  const walk = compiler.walk(of, type, () => COUNT);
  return walk && { kind: 'number', get: counted(walk, (count) => count) };
}
