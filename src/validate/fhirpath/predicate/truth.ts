import { typeParameter } from '../engine/type-specifier.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import { isLogicOperator, type LogicOperator } from '../operators/logic.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { systemTypeOf } from '../values/system-type.ts';
import { compileComparison } from './comparison.ts';
import { existenceTruth } from './existence-truth.ts';
import type { Predicate } from './frame.ts';
import type { PredicateCompiler } from './predicate-compiler.ts';
import { textTruth } from './text-truth.ts';
import { typeTruth } from './type-truth.ts';
import { COUNT, counted } from './values-of-path.ts';

/** A truth that needs no more than JSON; undefined when the full engine is needed. */
export function compileTruth(compiler: PredicateCompiler, expression: Expression, type: string): Predicate | undefined {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression.node;
      return typeof value === 'boolean' ? () => value : undefined;
    }
    case 'binary': {
      const { operator, left, right } = expression;
      if (!isLogicOperator(operator)) return compileComparison(compiler, expression, type);
      return logic(operator, compiler.truth(left, type), compiler.truth(right, type));
    }
    case 'type':
      return expression.operator === 'is' ? typeTruth(compiler, expression.operand, expression.type, type) : undefined;
    case 'call':
      return callTruth(compiler, expression, type) ?? pathTruth(compiler, expression, type);
    default:
      return pathTruth(compiler, expression, type);
  }
}

/** As `LOGIC` of operators/, without a function for the right side. */
function logic(operator: LogicOperator, left: Predicate, right: Predicate): Predicate {
  switch (operator) {
    case 'and':
      return (value, sibling, frame) => {
        const one = left(value, sibling, frame);
        if (one === false) return false;
        const other = right(value, sibling, frame);
        return other === false ? false : one && other;
      };
    case 'or':
      return (value, sibling, frame) => {
        const one = left(value, sibling, frame);
        if (one === true) return true;
        const other = right(value, sibling, frame);
        if (other === true) return true;
        return one === undefined ? undefined : other;
      };
    case 'xor':
      return (value, sibling, frame) => {
        const one = left(value, sibling, frame);
        const other = right(value, sibling, frame);
        return one === undefined || other === undefined ? undefined : one !== other;
      };
    case 'implies':
      return (value, sibling, frame) => {
        const one = left(value, sibling, frame);
        if (one === false) return true;
        const other = right(value, sibling, frame);
        return other === true || one === true ? other : undefined;
      };
  }
}

function callTruth(compiler: PredicateCompiler, call: CallExpression, type: string): Predicate | undefined {
  const of: Expression = call.of ?? { kind: 'special', name: '$this', at: call.at };
  switch (call.name) {
    case 'not': {
      const truth = compiler.truth(of, type);
      return (value, sibling, frame) => {
        const one = truth(value, sibling, frame);
        return one === undefined ? undefined : !one;
      };
    }
    case 'is':
      return typeTruth(compiler, of, typeParameter(call.parameters[0]), type);
    case 'iif':
      return conditional(compiler, call, type);
    default:
      return existenceTruth(compiler, call, of, type) ?? textTruth(compiler, call, of, type);
  }
}

function conditional(compiler: PredicateCompiler, call: CallExpression, type: string): Predicate | undefined {
  const [criterion, consequence, otherwise] = call.parameters;
  if (call.of !== undefined || criterion === undefined || consequence === undefined) return undefined;
  const decide = compiler.truth(criterion, type);
  const yes = compiler.truth(consequence, type);
  const no = otherwise && compiler.truth(otherwise, type);
  return (value, sibling, frame) =>
    decide(value, sibling, frame) === true ? yes(value, sibling, frame) : no?.(value, sibling, frame);
}

/** A path where a truth is needed: a boolean has its value, anything else is true. */
function pathTruth(compiler: PredicateCompiler, path: Expression, type: string): Predicate | undefined {
  const walk = compiler.walk(path, type, (found) => {
    if (systemTypeOf(found) === 'System.Boolean') return COUNT;
    return (_value, sibling, frame) => COUNT(true, sibling, frame);
  });
  return (
    walk &&
    counted(walk, (count, last) => {
      if (count > 1) throw new FhirPathError('A single value is needed, not a list');
      return count === 1 && typeof last === 'boolean' ? last : undefined;
    })
  );
}
