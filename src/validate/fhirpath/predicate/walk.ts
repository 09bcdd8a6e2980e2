import { isDerivedFrom, operatorCastTest } from '../engine/type-specifier.ts';
import type { Expression, MemberExpression } from '../syntax/expression.ts';
import { isPrimitiveType } from '../values/system-type.ts';
import { castTo, NO_VISIT } from './cast.ts';
import { elementStep, type PlaceVisit } from './element-step.ts';
import type { Visit } from './frame.ts';
import type { PredicateCompiler, VisitOfType } from './predicate-compiler.ts';
import { walkCall } from './walk-call.ts';

/** See `PredicateCompiler.walk`. */
export function compileWalk(
  compiler: PredicateCompiler,
  expression: Expression,
  type: string,
  next: VisitOfType,
  allowsRepetition: boolean,
): Visit | undefined {
  switch (expression.kind) {
    case 'special':
      return expression.name === '$this' ? next(type) : undefined;
    case 'variable':
      return walkVariable(compiler, expression.name, next);
    case 'member':
      return walkMember(compiler, expression, type, next, allowsRepetition);
    case 'call':
      return walkCall(compiler, expression, type, next, allowsRepetition);
    case 'type': {
      if (expression.operator !== 'as') return undefined;
      const cast = castTo(compiler, expression.type, operatorCastTest(expression.type, compiler.model), next);
      return compiler.walk(expression.operand, type, cast, allowsRepetition);
    }
    case 'binary': {
      if (expression.operator !== '|' || !allowsRepetition) return undefined;
      const left = compiler.walk(expression.left, type, next, true);
      const right = compiler.walk(expression.right, type, next, true);
      if (left === undefined || right === undefined) return undefined;
      return (value, sibling, frame) => left(value, sibling, frame) || right(value, sibling, frame);
    }
    default:
      return undefined;
  }
}

function walkVariable(compiler: PredicateCompiler, name: string, next: VisitOfType): Visit | undefined {
  if (name === 'resource' || name === 'rootResource') {
    const visit = next(name === 'resource' ? compiler.resourceType : 'Resource');
    return visit && ((_value, _sibling, frame) => visit(frame.environment[name].value, undefined, frame));
  }
  if (name !== 'context') return undefined;
  const visit = next(compiler.contextType);
  return visit && ((_value, _sibling, frame) => visit(frame.value, frame.sibling, frame));
}

function walkMember(
  compiler: PredicateCompiler,
  { of, name }: MemberExpression,
  type: string,
  next: VisitOfType,
  allowsRepetition: boolean,
): Visit | undefined {
  if (of !== undefined) {
    return compiler.walk(of, type, (holder) => walkElement(compiler, holder, name, next), allowsRepetition);
  }
  if (/^[A-Z]/.test(name) && compiler.model.kindOf(name) !== undefined) {
    return isDerivedFrom(type, name, compiler.model) ? next(type) : undefined;
  }
  return walkElement(compiler, type, name, next);
}

/** Of a resource whose type is not known, what nearly all resources have is known all the same. */
function walkElement(
  { navigator }: PredicateCompiler,
  holder: string,
  name: string,
  next: VisitOfType,
): Visit | undefined {
  const hasOwnParts = holder.startsWith('System.') || name === 'extension' || name === 'id';
  if (isPrimitiveType(holder) || holder.startsWith('System.')) return hasOwnParts ? undefined : NO_VISIT;
  const places = navigator.placesOf(holder === 'Resource' ? 'DomainResource' : holder, name);
  if (places.length === 0 && holder === 'Resource') return undefined;
  const visits: PlaceVisit[] = [];
  for (const place of places) {
    const visit = next(place.type);
    if (visit === undefined) return undefined;
    if (visit !== NO_VISIT) visits.push({ place, next: onlyObjects(place.type, visit) });
  }
  return elementStep(visits);
}

/** A malformed value of a complex type has no elements; what is wrong with it is said elsewhere. */
function onlyObjects(type: string, visit: Visit): Visit {
  if (isPrimitiveType(type)) return visit;
  return (value, sibling, frame) => typeof value === 'object' && !Array.isArray(value) && visit(value, sibling, frame);
}
