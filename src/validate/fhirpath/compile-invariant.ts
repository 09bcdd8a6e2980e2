import type { TypeModel } from '../definitions/type-model.ts';
import { checkCalls } from './engine/check-calls.ts';
import { compileExpression } from './engine/compile-expression.ts';
import type { FhirPathOptions } from './engine/fhirpath-function.ts';
import { type Nodes, rootScope } from './engine/scope.ts';
import { truthOf } from './engine/singleton.ts';
import { FhirPathError } from './fhirpath-error.ts';
import { compilePredicate } from './predicate/compile-predicate.ts';
import { Frame } from './predicate/frame.ts';
import { givesTruth } from './predicate/gives-truth.ts';
import type { Expression } from './syntax/expression.ts';
import { parseFhirPath } from './syntax/parse-fhirpath.ts';
import type { Environment } from './typed-node.ts';

/** Whether a constraint holds for an element: its JSON value, its `_name` sibling, its type, and what it is in. */
export type Invariant = (value: unknown, sibling: unknown, type: string, environment: Environment) => boolean;

/** Truth of a constraint; undefined for an empty result. */
type Decide = (frame: Frame) => boolean | undefined;

/**
 * Compiles a constraint of a StructureDefinition, for the elements of a type (or path with content of its own).
 *
 * It holds as the reference validator has it: when the result is true, or is not a single boolean but not empty either.
 * **An empty result does not hold**, nor does an expression that cannot be evaluated on the data (a list where one
 * value is needed): the published constraints that would fail without reason are corrected in definitions/. Only where
 * it cannot be decided because the environment does not tell the members of a value set, or the time, it holds: what is
 * not known is no fault.
 *
 * Throws FhirPathSyntaxError for what cannot be read and FhirPathError for an unknown function.
 */
export function compileInvariant(
  text: string,
  model: TypeModel,
  contextType: string,
  options: Omit<FhirPathOptions, 'trace' | 'takesListsAs'> = {},
): Invariant {
  const expression = parseFhirPath(text);
  checkCalls(expression);
  const compileFor = (type: string): Decide =>
    compileDecision(expression, model, type, { ...options, takesListsAs: true });
  const usual = compileFor(contextType);
  const others = new Map<string, Decide>();
  const decideFor = (type: string): Decide => {
    const known = others.get(type);
    // Names of types may come from what was sent: those that mean nothing are not kept.
    if (known !== undefined || model.kindOf(type) === undefined) return known ?? usual;
    const decide = compileFor(type);
    others.set(type, decide);
    return decide;
  };
  return (value, sibling, type, environment) => {
    const decide = type === contextType ? usual : decideFor(type);
    const frame = new Frame(value, sibling, type, environment);
    try {
      return decide(frame) ?? frame.isUndecided;
    } catch (error) {
      if (error instanceof FhirPathError) return frame.isUndecided;
      throw error;
    }
  };
}

function compileDecision(expression: Expression, model: TypeModel, type: string, options: FhirPathOptions): Decide {
  if (!givesTruth(expression)) return compileListDecision(expression, model, options);
  const predicate = compilePredicate(expression, model, type, options);
  return (frame) => predicate(frame.value, frame.sibling, frame);
}

/** An expression that may find a list: something is found, unless it is one boolean, which decides. */
function compileListDecision(expression: Expression, model: TypeModel, options: FhirPathOptions): Decide {
  const evaluate = compileExpression(expression, model, options);
  return (frame) => {
    const { value, sibling, type, environment } = frame;
    const focus: Nodes = [{ value, sibling, type }];
    const found = evaluate({ ...rootScope(focus, environment), account: frame }, focus);
    return found.length > 1 ? true : truthOf(found, 'A constraint');
  };
}
