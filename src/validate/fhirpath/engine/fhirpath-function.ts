import type { TypeModel } from '../../definitions/type-model.ts';
import type { Expression } from '../syntax/expression.ts';
import type { TypedNode } from '../typed-node.ts';
import type { Navigator } from './navigator.ts';
import { countEvaluations, type Nodes, type Scope, scopeOfNode } from './scope.ts';

/** A compiled expression. `input` is what stands before the dot; at the beginning of an expression, `$this`. */
export type Evaluate = (scope: Scope, input: Nodes) => Nodes;

/** What the outside does for an expression, and how strictly it is taken. */
export interface FhirPathOptions {
  /** `as` takes a list, of which it keeps what fits: the reference does so in the constraints of R4. */
  readonly takesListsAs?: boolean;
  /** `htmlChecks()`: whether a narrative is well-formed and safe. */
  readonly isSafeNarrative?: (xhtml: string) => boolean;
  /** `trace()`: by default nothing is written. */
  readonly trace?: (name: string, nodes: Nodes) => void;
}

/** What is known where an expression is compiled. */
export interface CompileContext {
  readonly model: TypeModel;
  readonly navigator: Navigator;
  readonly options: FhirPathOptions;
  readonly compile: (expression: Expression) => Evaluate;
}

/** One call of a function in an expression. */
export interface FunctionCall {
  readonly name: string;
  readonly parameters: readonly Expression[];
  readonly context: CompileContext;
}

export interface FhirPathFunction {
  /** The fewest and the most parameters that it takes. */
  readonly takes: readonly [least: number, most: number];
  readonly build: (call: FunctionCall) => Evaluate;
}

/** Functions by name. */
export type FunctionTable = Readonly<Record<string, FhirPathFunction>>;

/** A function without parameters. */
export function plainFunction(
  evaluate: (input: Nodes, name: string, scope: Scope, context: CompileContext) => Nodes,
): FhirPathFunction {
  return {
    takes: [0, 0],
    build:
      ({ name, context }) =>
      (scope, input) =>
        evaluate(input, name, scope, context),
  };
}

/** A function whose parameters are values: they are evaluated on `$this` before the function is. */
export function valueFunction(
  takes: readonly [number, number],
  evaluate: (input: Nodes, values: readonly Nodes[], name: string, scope: Scope, context: CompileContext) => Nodes,
): FhirPathFunction {
  return {
    takes,
    build: ({ name, parameters, context }) => {
      const values = parameters.map(context.compile);
      return (scope, input) =>
        evaluate(
          input,
          values.map((value) => value(scope, scope.self)),
          name,
          scope,
          context,
        );
    },
  };
}

/** Evaluates the parameter of a function for one node of its input. */
export type ForNode = (node: TypedNode, index: number) => Nodes;

/** A function whose only parameter is evaluated for each node of the input, which is `$this` in it. */
export function nodeFunction(
  evaluate: (input: Nodes, forNode: ForNode, name: string, scope: Scope) => Nodes,
): FhirPathFunction {
  return {
    takes: [1, 1],
    build: ({ name, parameters: [parameter], context }) => {
      const criterion = context.compile(parameter as Expression);
      return (scope, input) => {
        countEvaluations(scope, input.length);
        const forNode: ForNode = (node, index) => {
          const inner = scopeOfNode(scope, node, index);
          return criterion(inner, inner.self);
        };
        return evaluate(input, forNode, name, scope);
      };
    },
  };
}

/** One function with parameters and another without. */
export function withOptionalParameter(without: FhirPathFunction, withOne: FhirPathFunction): FhirPathFunction {
  return {
    takes: [0, 1],
    build: (call) => (call.parameters.length === 0 ? without : withOne).build(call),
  };
}
