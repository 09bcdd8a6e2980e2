import { FhirPathError } from '../fhirpath-error.ts';
import type { BinaryExpression, Expression } from '../syntax/expression.ts';
import { areEqualJson } from '../values/json-equality.ts';
import { systemTypeOf } from '../values/system-type.ts';
import type { Predicate, Visit } from './frame.ts';
import { givesTruth } from './gives-truth.ts';
import { orderTruth } from './order-truth.ts';
import type { PredicateCompiler } from './predicate-compiler.ts';
import { literalValue } from './scalar.ts';
import { COUNT, counted, scalarKind, type ValueList, valueList } from './values-of-path.ts';

/** `=`, `!=`, `<`, …, `in`, `contains` of texts, numbers and booleans; undefined for anything else. */
export function compileComparison(
  compiler: PredicateCompiler,
  { operator, left, right }: BinaryExpression,
  type: string,
): Predicate | undefined {
  switch (operator) {
    case '=':
    case '!=':
      return equality(compiler, left, right, type, operator === '=');
    case 'in':
      return membership(compiler, left, right, type);
    case 'contains':
      return membership(compiler, right, left, type);
    default:
      return orderTruth(compiler, operator, left, right, type);
  }
}

function equality(
  compiler: PredicateCompiler,
  left: Expression,
  right: Expression,
  type: string,
  isWanted: boolean,
): Predicate | undefined {
  const literal = literalValue(right);
  if (literal !== undefined) return literalEquality(compiler, left, literal, type, isWanted);
  const one = listOf(compiler, left, type);
  const other = listOf(compiler, right, type);
  if (one === undefined || other === undefined || one.kind !== other.kind) return undefined;
  return (value, sibling, frame) => {
    const some = one.get(value, sibling, frame);
    const others = other.get(value, sibling, frame);
    if (some.length === 0 || others.length === 0) return undefined;
    const areEqual = some.length === others.length && some.every((item, index) => areEqualJson(item, others[index]));
    return areEqual === isWanted;
  };
}

/** Values of a path, of a computed text or number, or a truth, as a list. */
function listOf(compiler: PredicateCompiler, expression: Expression, type: string): ValueList | undefined {
  const values = valueList(compiler, expression, type);
  if (values !== undefined) return values;
  const scalar = compiler.scalar(expression, type);
  if (scalar !== undefined) {
    return { kind: scalar.kind, get: (...from) => listOfOne(scalar.get(...from)) };
  }
  if (!givesTruth(expression)) return undefined;
  const truth = compiler.truth(expression, type);
  return { kind: 'boolean', get: (...from) => listOfOne(truth(...from)) };
}

function listOfOne(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value];
}

function literalEquality(
  compiler: PredicateCompiler,
  left: Expression,
  literal: string | number | boolean,
  type: string,
  isWanted: boolean,
): Predicate | undefined {
  let areComparable = true;
  const walk = compiler.walk(left, type, (found) => {
    const kind = scalarKind(found);
    // Dates and quantities are left to the full engine; complex values and other kinds equal no literal.
    if (kind === undefined && systemTypeOf(found) !== undefined) areComparable = false;
    return kind === typeof literal ? COUNT : countDifferent;
  });
  if (!areComparable) return undefined;
  if (walk !== undefined) {
    return counted(walk, (count, last) => (count === 0 ? undefined : (count === 1 && last === literal) === isWanted));
  }
  const values = listOf(compiler, left, type);
  if (values?.kind !== typeof literal) return undefined;
  return (...from) => {
    const list = values.get(...from);
    return list.length === 0 ? undefined : (list.length === 1 && list[0] === literal) === isWanted;
  };
}

const countDifferent: Visit = (_value, sibling, frame) => COUNT(undefined, sibling, frame);

function membership(
  compiler: PredicateCompiler,
  item: Expression,
  list: Expression,
  type: string,
): Predicate | undefined {
  const items = listOf(compiler, item, type);
  if (items === undefined || items.kind === 'object') return undefined;
  const isIn = literalTest(list) ?? listTest(compiler, list, type, items.kind);
  if (isIn === undefined) return undefined;
  return (value, sibling, frame) => {
    const some = items.get(value, sibling, frame);
    if (some.length > 1) throw new FhirPathError('A single value is needed, not a list');
    return some.length === 0 ? undefined : isIn(some[0], value, sibling, frame);
  };
}

type ItemTest = (item: unknown, ...from: Parameters<Visit>) => boolean;

function literalTest(list: Expression): ItemTest | undefined {
  const literals = literalList(list);
  const set = literals && new Set<unknown>(literals);
  return set && ((item) => set.has(item));
}

function listTest(compiler: PredicateCompiler, list: Expression, type: string, kind: string): ItemTest | undefined {
  const values = listOf(compiler, list, type);
  if (values?.kind !== kind) return undefined;
  return (item, ...from) => values.get(...from).includes(item);
}

/** `('a' | 'b')` */
function literalList(expression: Expression): readonly unknown[] | undefined {
  if (expression.kind !== 'binary') {
    const literal = literalValue(expression);
    return literal === undefined ? undefined : [literal];
  }
  if (expression.operator !== '|') return undefined;
  const left = literalList(expression.left);
  const right = literalList(expression.right);
  return left && right && [...left, ...right];
}
