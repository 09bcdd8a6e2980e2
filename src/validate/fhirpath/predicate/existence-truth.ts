import type { CallExpression, Expression } from '../syntax/expression.ts';
import { isPrimitiveType, systemTypeOf } from '../values/system-type.ts';
import type { Predicate, Visit } from './frame.ts';
import { givesTruth } from './gives-truth.ts';
import type { PredicateCompiler } from './predicate-compiler.ts';
import { COUNT, counted, STOP, valueList } from './values-of-path.ts';

/** `exists()`, `empty()`, `all()`, `allTrue()`, …, `hasValue()`, `isDistinct()`. */
export function existenceTruth(
  compiler: PredicateCompiler,
  { name, parameters: [criterion] }: CallExpression,
  of: Expression,
  type: string,
): Predicate | undefined {
  switch (name) {
    case 'exists':
      if (criterion !== undefined) return search(compiler, of, criterion, type, true);
      return isThere(compiler, of, type);
    case 'empty':
      return unless(isThere(compiler, of, type));
    case 'all':
      return criterion && unless(search(compiler, of, criterion, type, false));
    case 'allTrue':
      return unless(searchBoolean(compiler, of, type, (value) => value !== true));
    case 'allFalse':
      return unless(searchBoolean(compiler, of, type, (value) => value !== false));
    case 'anyTrue':
      return searchBoolean(compiler, of, type, (value) => value === true);
    case 'anyFalse':
      return searchBoolean(compiler, of, type, (value) => value === false);
    case 'hasValue':
      return hasValue(compiler, of, type);
    case 'isDistinct':
      return areDistinct(compiler, of, type);
    default:
      return undefined;
  }
}

function isThere(compiler: PredicateCompiler, of: Expression, type: string): Visit | undefined {
  if (!givesTruth(of)) return compiler.walk(of, type, () => STOP, true);
  const truth = compiler.truth(of, type);
  return (value, sibling, frame) => truth(value, sibling, frame) !== undefined;
}

/** Finds a value for which the criterion is true (`isTrue`), or is not. */
function search(
  compiler: PredicateCompiler,
  of: Expression,
  criterion: Expression,
  type: string,
  isTrue: boolean,
): Visit | undefined {
  const visitOf = (holder: string): Visit => {
    const decide = compiler.truth(criterion, holder);
    return (value, sibling, frame) => (decide(value, sibling, frame) === true) === isTrue;
  };
  return compiler.walk(of, type, visitOf, true);
}

function searchBoolean(
  compiler: PredicateCompiler,
  of: Expression,
  type: string,
  isFound: (value: unknown) => boolean,
): Visit | undefined {
  return compiler.walk(of, type, (found) => (systemTypeOf(found) === 'System.Boolean' ? isFound : undefined), true);
}

function unless(visit: Visit | undefined): Predicate | undefined {
  return visit && ((value, sibling, frame) => !visit(value, sibling, frame));
}

function hasValue(compiler: PredicateCompiler, of: Expression, type: string): Predicate | undefined {
  const walk = compiler.walk(of, type, (found) => {
    if (isPrimitiveType(found) || found.startsWith('System.')) return COUNT;
    return (_value, sibling, frame) => COUNT(undefined, sibling, frame);
  });
  return walk && counted(walk, (count, last) => count === 1 && last !== undefined);
}

function areDistinct(compiler: PredicateCompiler, of: Expression, type: string): Predicate | undefined {
  const values = valueList(compiler, of, type);
  if (values === undefined || values.kind === 'object') return undefined;
  return (value, sibling, frame) => {
    const list = values.get(value, sibling, frame);
    return list.length < 2 || new Set(list).size === list.length;
  };
}
