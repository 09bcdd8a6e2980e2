import type { TypeModel } from '../../definitions/type-model.ts';
import { isObject } from '../../reference/json-object.ts';
import { compileExpression } from '../engine/compile-expression.ts';
import type { FhirPathOptions } from '../engine/fhirpath-function.ts';
import { navigatorOf } from '../engine/navigator.ts';
import { rootScope } from '../engine/scope.ts';
import { truthOf } from '../engine/singleton.ts';
import { typeOfObject } from '../plain-values.ts';
import type { Expression } from '../syntax/expression.ts';
import { isPrimitiveType } from '../values/system-type.ts';
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
    navigator: navigatorOf(model),
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
  const predicate = compiler.truth(expression, contextType);
  if (isPrimitiveType(contextType)) return predicate;
  return (value, sibling, frame) => predicate(isObject(value) ? value : NO_ELEMENTS, sibling, frame);
}

/** In the place of a malformed value of a complex type: it has no elements. What is wrong with it is said elsewhere. */
const NO_ELEMENTS = Object.freeze({});

/** The resource that an element is in is that of its path; of a datatype, and of a resource in another, it may be any. */
function resourceTypeOf(contextType: string, model: TypeModel): string {
  const [root = '', ...path] = contextType.split('.');
  return path.length > 0 && model.kindOf(root) === 'resource' && root !== 'DomainResource' ? root : 'Resource';
}

function enginePredicate(part: Expression, model: TypeModel, type: string, options: FhirPathOptions): Predicate {
  const evaluate = compileExpression(part, model, options);
  return (value, sibling, frame) => {
    const actualType = type === 'Resource' ? typeOfObject(value as object, model) : type;
    const self = [{ value, sibling, type: actualType }];
    const context = [{ value: frame.value, sibling: frame.sibling, type: frame.type }];
    const scope = { ...rootScope(self, frame.environment), context, account: frame };
    return truthOf(evaluate(scope, self), 'A condition');
  };
}
