import { isCastableTo, isDerivedFrom, typeParameter, wantedType } from '../engine/type-specifier.ts';
import type { CallExpression, Expression, MemberExpression, TypeSpecifier } from '../syntax/expression.ts';
import { isPrimitiveType } from '../values/system-type.ts';
import { elementStep, type PlaceVisit } from './element-step.ts';
import type { JsonObject, Visit } from './frame.ts';
import type { PredicateCompiler, VisitOfType } from './predicate-compiler.ts';

const NO_VISIT: Visit = () => false;

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
    case 'type':
      if (expression.operator !== 'as') return undefined;
      return compiler.walk(expression.operand, type, castTo(compiler, expression.type, next), allowsRepetition);
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
  return visit && ((_value, _sibling, frame) => visit(frame.context.value, frame.context.sibling, frame));
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

function walkCall(
  compiler: PredicateCompiler,
  call: CallExpression,
  type: string,
  next: VisitOfType,
  allowsRepetition: boolean,
): Visit | undefined {
  const of: Expression = call.of ?? { kind: 'special', name: '$this', at: call.at };
  const [parameter] = call.parameters;
  switch (call.name) {
    case 'trace':
      return compiler.walk(of, type, next, allowsRepetition);
    case 'first':
      return first(compiler.walk(of, type, (holder) => remember(next(holder)), allowsRepetition));
    case 'tail':
      return tail(compiler.walk(of, type, (holder) => afterFirst(next(holder)), allowsRepetition));
    case 'as':
    case 'ofType':
      return compiler.walk(of, type, castTo(compiler, typeParameter(parameter), next), allowsRepetition);
    default:
      break;
  }
  if (parameter === undefined) return undefined;
  switch (call.name) {
    case 'where':
      return compiler.walk(of, type, (holder) => filtered(compiler, parameter, holder, next), allowsRepetition);
    case 'select':
      return compiler.walk(of, type, (holder) => projected(compiler, parameter, holder, next), allowsRepetition);
    case 'extension':
      if (parameter.kind !== 'literal' || typeof parameter.node.value !== 'string') return undefined;
      return walkExtension(compiler, of, type, parameter.node.value, next);
    default:
      return undefined;
  }
}

function filtered(compiler: PredicateCompiler, criterion: Expression, holder: string, next: VisitOfType): Visit | undefined {
  const visit = next(holder);
  if (visit === undefined || visit === NO_VISIT) return visit;
  const decide = compiler.truth(criterion, holder);
  return (value, sibling, frame) => decide(value, sibling, frame) === true && visit(value, sibling, frame);
}

function projected(compiler: PredicateCompiler, part: Expression, holder: string, next: VisitOfType): Visit | undefined {
  const path = compiler.walk(part, holder, next);
  if (path !== undefined) return path;
  const scalar = compiler.scalar(part, holder);
  const visit = scalar && next({ string: 'System.String', number: 'System.Decimal', boolean: 'System.Boolean' }[scalar.kind]);
  if (scalar === undefined || visit === undefined) return undefined;
  return (value, sibling, frame) => {
    const found = scalar.get(value, sibling, frame);
    return found !== undefined && visit(found, undefined, frame);
  };
}

function castTo({ model }: PredicateCompiler, specifier: TypeSpecifier, next: VisitOfType): VisitOfType {
  const { name, isKnown } = wantedType(specifier, model);
  return (type) => {
    if (!isKnown) return undefined;
    if (type !== 'Resource') return isCastableTo({ value: undefined, type }, name, model) ? next(type) : NO_VISIT;
    const visit = next(name);
    return visit && ((value, sibling, frame) => isResourceOf(value, name, model) && visit(value, sibling, frame));
  };
}

/** Whether a resource says that it is of a type, or of one derived from it. */
export function isResourceOf(value: unknown, name: string, model: PredicateCompiler['model']): boolean {
  const type = (value as JsonObject)['resourceType'];
  return typeof type === 'string' && model.kindOf(type) === 'resource' && isDerivedFrom(type, name, model);
}

function walkExtension(
  compiler: PredicateCompiler,
  of: Expression,
  type: string,
  url: string,
  next: VisitOfType,
): Visit | undefined {
  const visit = next('Extension');
  if (visit === undefined) return undefined;
  const onUrl: Visit = (value, sibling, frame) => {
    const isWanted = typeof value === 'object' && (value as JsonObject)['url'] === url;
    return isWanted && visit(value, sibling, frame);
  };
  const steps = ['extension', 'modifierExtension'].map((key) =>
    elementStep([{ place: { key, siblingKey: undefined, type: 'Extension' }, next: onUrl }]),
  );
  const onHolder: Visit = (value, _sibling, frame) => steps.some((step) => step(value, undefined, frame));
  return compiler.walk(of, type, (holder) => {
    if (!isPrimitiveType(holder)) return onHolder;
    return (_value, sibling, frame) => typeof sibling === 'object' && sibling !== null && onHolder(sibling, undefined, frame);
  });
}

function remember(visit: Visit | undefined): Visit | undefined {
  return (
    visit &&
    ((value, sibling, frame) => {
      frame.outcome = visit(value, sibling, frame);
      return true;
    })
  );
}

function first(walk: Visit | undefined): Visit | undefined {
  return (
    walk &&
    ((value, sibling, frame) => {
      const before = frame.outcome;
      frame.outcome = false;
      walk(value, sibling, frame);
      const { outcome } = frame;
      frame.outcome = before;
      return outcome;
    })
  );
}

function afterFirst(visit: Visit | undefined): Visit | undefined {
  return (
    visit &&
    ((value, sibling, frame) => {
      frame.seen += 1;
      return frame.seen > 1 && visit(value, sibling, frame);
    })
  );
}

function tail(walk: Visit | undefined): Visit | undefined {
  return (
    walk &&
    ((value, sibling, frame) => {
      const before = frame.seen;
      frame.seen = 0;
      const outcome = walk(value, sibling, frame);
      frame.seen = before;
      return outcome;
    })
  );
}
