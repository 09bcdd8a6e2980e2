import { castTest, typeParameter } from '../engine/type-specifier.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { castTo, NO_VISIT } from './cast.ts';
import type { Predicate, Visit } from './frame.ts';
import { givesTruth } from './gives-truth.ts';
import type { PredicateCompiler, VisitOfType } from './predicate-compiler.ts';
import { walkExtension } from './walk-extension.ts';
import { walkFirst, walkTail } from './walk-place.ts';

/** Goes to the values that a function finds; undefined for those that the full engine is needed for. */
export function walkCall(
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
      return walkFirst(compiler, of, type, next);
    case 'tail':
      return walkTail(compiler, of, type, next);
    case 'as':
    case 'ofType': {
      const specifier = typeParameter(parameter);
      const cast = castTo(compiler, specifier, castTest(specifier, compiler.model), next);
      return compiler.walk(of, type, cast, allowsRepetition);
    }
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

function filtered(
  compiler: PredicateCompiler,
  criterion: Expression,
  holder: string,
  next: VisitOfType,
): Visit | undefined {
  const visit = next(holder);
  if (visit === undefined || visit === NO_VISIT) return visit;
  const decide = compiler.truth(criterion, holder);
  return (value, sibling, frame) => decide(value, sibling, frame) === true && visit(value, sibling, frame);
}

function projected(
  compiler: PredicateCompiler,
  part: Expression,
  holder: string,
  next: VisitOfType,
): Visit | undefined {
  const path = compiler.walk(part, holder, next);
  if (path !== undefined) return path;
  if (givesTruth(part)) return projectedTruth(compiler.truth(part, holder), next('System.Boolean'));
  const scalar = compiler.scalar(part, holder);
  const visit =
    scalar && next({ string: 'System.String', number: 'System.Decimal', boolean: 'System.Boolean' }[scalar.kind]);
  if (scalar === undefined || visit === undefined) return undefined;
  return (value, sibling, frame) => {
    const found = scalar.get(value, sibling, frame);
    return found !== undefined && visit(found, undefined, frame);
  };
}

function projectedTruth(decide: Predicate, visit: Visit | undefined): Visit | undefined {
  return (
    visit &&
    ((value, sibling, frame) => {
      const truth = decide(value, sibling, frame);
      return truth !== undefined && visit(truth, undefined, frame);
    })
  );
}
