import type { TypeModel } from '../definitions/type-model.ts';
import { checkCalls } from './engine/check-calls.ts';
import { compileExpression } from './engine/compile-expression.ts';
import type { FhirPathOptions } from './engine/fhirpath-function.ts';
import { type Account, newAccount, type Nodes, rootScope } from './engine/scope.ts';
import { truthOf } from './engine/singleton.ts';
import { FhirPathError } from './fhirpath-error.ts';
import { compilePredicate } from './predicate/compile-predicate.ts';
import { givesTruth } from './predicate/gives-truth.ts';
import { newFrame } from './predicate/frame.ts';
import type { Expression } from './syntax/expression.ts';
import { parseFhirPath } from './syntax/parse-fhirpath.ts';
import type { Environment, TypedNode } from './typed-node.ts';

/** Whether a constraint holds for an element: its JSON value, its `_name` sibling, its type, and what it is in. */
export type Invariant = (value: unknown, sibling: unknown, type: string, environment: Environment) => boolean;

/** Truth of a constraint; undefined for an empty result. */
type Decide = (element: TypedNode, environment: Environment, account: Account) => boolean | undefined;

/**
 * Compiles a constraint of a StructureDefinition, for the elements of a type (or path with content of its own).
 *
 * It holds as the reference validator has it: when the result is true, or is not a single boolean but not empty either.
 * **An empty result does not hold**, nor does an expression that cannot be evaluated on the data (a list where one
 * value is needed): the published constraints that would fail without reason are corrected in definitions/. Only when
 * it is empty because a value set cannot be decided here (`Environment.memberOf` is undefined) it holds: what is not
 * known is no fault.
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
  const byType = new Map<string, Decide>();
  const decideFor = (type: string): Decide => {
    let decide = byType.get(type);
    if (decide === undefined) {
      decide = compileDecision(expression, model, type, { ...options, takesListsAs: true });
      byType.set(type, decide);
    }
    return decide;
  };
  const usual = decideFor(contextType);
  return (value, sibling, type, environment) => {
    const decide = type === contextType ? usual : decideFor(type);
    const account = newAccount();
    try {
      const truth = decide({ value, sibling, type }, environment, account);
      return truth ?? account.isUndecided;
    } catch (error) {
      if (error instanceof FhirPathError) return false;
      throw error;
    }
  };
}

function compileDecision(expression: Expression, model: TypeModel, type: string, options: FhirPathOptions): Decide {
  if (!givesTruth(expression)) return compileListDecision(expression, model, options);
  const predicate = compilePredicate(expression, model, type, options);
  return (element, environment, account) =>
    predicate(element.value, element.sibling, newFrame(element, environment, account));
}

/** An expression that may find a list: something is found, unless it is one boolean, which decides. */
function compileListDecision(expression: Expression, model: TypeModel, options: FhirPathOptions): Decide {
  const evaluate = compileExpression(expression, model, options);
  return (element, environment, account) => {
    const focus: Nodes = [element];
    const found = evaluate({ ...rootScope(focus, environment), account }, focus);
    return found.length > 1 ? true : truthOf(found, 'A constraint');
  };
}
