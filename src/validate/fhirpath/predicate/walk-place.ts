import type { Expression } from '../syntax/expression.ts';
import type { Visit } from './frame.ts';
import type { PredicateCompiler, VisitOfType } from './predicate-compiler.ts';

/** Goes to the first value of a path only. */
export function walkFirst(
  compiler: PredicateCompiler,
  of: Expression,
  type: string,
  next: VisitOfType,
): Visit | undefined {
  const walk = compiler.walk(of, type, (holder) => remember(next(holder)), true);
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

function remember(visit: Visit | undefined): Visit | undefined {
  return (
    visit &&
    ((value, sibling, frame) => {
      frame.outcome = visit(value, sibling, frame);
      return true;
    })
  );
}

/** Goes to all values of a path but the first. */
export function walkTail(
  compiler: PredicateCompiler,
  of: Expression,
  type: string,
  next: VisitOfType,
): Visit | undefined {
  const walk = compiler.walk(of, type, (holder) => afterFirst(next(holder)));
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

function afterFirst(visit: Visit | undefined): Visit | undefined {
  return (
    visit &&
    ((value, sibling, frame) => {
      frame.seen += 1;
      return frame.seen > 1 && visit(value, sibling, frame);
    })
  );
}
