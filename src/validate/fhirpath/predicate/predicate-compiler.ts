import type { TypeModel } from '../../definitions/type-model.ts';
import type { Navigator } from '../engine/navigator.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Predicate, Scalar, Visit } from './frame.ts';

/** What is done with a value of a type; undefined when it cannot be done this way. */
export type VisitOfType = (type: string) => Visit | undefined;

/**
 * Compiles parts of a constraint to functions of plain JSON. `type` is the type of `$this`, and of what stands before
 * a part that begins a path. A part that cannot be compiled this way is undefined; a truth always can: at worst it is
 * left to the full engine.
 */
export interface PredicateCompiler {
  readonly model: TypeModel;
  readonly navigator: Navigator;
  /** Type of `%resource`, `Resource` when it is not known. */
  readonly resourceType: string;
  readonly contextType: string;
  truth(expression: Expression, type: string): Predicate;
  scalar(expression: Expression, type: string): Scalar | undefined;
  /**
   * Goes to the values that a path finds. `allowsRepetition`: whether a value that `|` finds twice may be visited twice.
   */
  walk(expression: Expression, type: string, next: VisitOfType, allowsRepetition?: boolean): Visit | undefined;
}
