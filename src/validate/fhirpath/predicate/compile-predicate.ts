import type { TypeModel } from '../../definitions/type-model.ts';
import { compileExpression } from '../engine/compile-expression.ts';
import type { FhirPathOptions } from '../engine/fhirpath-function.ts';
import { Navigator } from '../engine/navigator.ts';
import { rootScope } from '../engine/scope.ts';
import { truthOf } from '../engine/singleton.ts';
import type { Expression } from '../syntax/expression.ts';
import { typeOfObject } from '../plain-values.ts';
import type { Predicate } from './frame.ts';
import type { PredicateCompiler } from './predicate-compiler.ts';
import { compileScalar } from './scalar.ts';
import { compileTruth } from './truth.ts';
import { compileWalk } from './walk.ts';

/**
 * Compiles an expression whose truth is asked to a function of plain JSON, for a type that is known: the names of
 * elements become keys, the types of a choice are told by the key, nothing is made that is only counted or compared.
 * What needs more is left to the full engine, part by part; `onFullEngine` is told of each such part.
 */
export function compilePredicate(
  expression: Expression,
  model: TypeModel,
  contextType: string,
  options: FhirPathOptions,
  onFullEngine?: (part: Expression) => void,
): Predicate {
  const compiler: PredicateCompiler = {
    model,
    navigator: new Navigator(model),
    contextType,
    resourceType: resourceTypeOf(contextType, model),
    truth: (part, type) => {
      const predicate = compileTruth(compiler, part, type);
      if (predicate !== undefined) return predicate;
      onFullEngine?.(part);
      return enginePredicate(part, model, type, options);
    },
    scalar: (part, type) => compileScalar(compiler, part, type),
    walk: (part, type, next, allowsRepetition = false) => compileWalk(compiler, part, type, next, allowsRepetition),
  };
  return compiler.truth(expression, contextType);
}

/** The resource that an element is in is that of its path; of a datatype it may be any. */
function resourceTypeOf(contextType: string, model: TypeModel): string {
  const [root = ''] = contextType.split('.');
  return model.kindOf(root) === 'resource' && root !== 'DomainResource' ? root : 'Resource';
}

function enginePredicate(part: Expression, model: TypeModel, type: string, options: FhirPathOptions): Predicate {
  const evaluate = compileExpression(part, model, options);
  return (value, sibling, { environment, context, account }) => {
    const actualType = type === 'Resource' ? typeOfObject(value as object, model) : type;
    const self = [{ value, sibling, type: actualType }];
    const scope = { ...rootScope(self, environment), context: [context], account };
    return truthOf(evaluate(scope, self), 'A condition');
  };
}
