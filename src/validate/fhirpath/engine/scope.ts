import { FhirPathError } from '../fhirpath-error.ts';
import type { Environment, TypedNode } from '../typed-node.ts';

/** A collection of FHIRPath: ordered, with repetitions. */
export type Nodes = readonly TypedNode[];

export const NOTHING: Nodes = Object.freeze([]);

/** What an expression is evaluated in. */
export interface Scope {
  readonly environment: Environment;
  /** `%context`: what the whole expression was evaluated on. */
  readonly context: Nodes;
  /** `$this` */
  readonly self: Nodes;
  /** `$index`; undefined outside of an iteration. */
  readonly index: number | undefined;
  /** `$total`; undefined outside of `aggregate()`. */
  readonly total: Nodes | undefined;
  readonly variables: Variables;
  readonly account: Account;
}

/** Names defined by `defineVariable()`; those of an outer expression are seen, not changed. */
export interface Variables {
  readonly outer: Variables | undefined;
  names: ReadonlyMap<string, Nodes> | undefined;
}

/** Kept over one evaluation. */
export interface Account {
  /** Nodes that may still be visited. */
  left: number;
  /** Whether something could not be decided here: a value set for `memberOf()`, or what the time is. */
  isUndecided: boolean;
}

/** A resource of 1 MB has about 100,000 nodes; an expression that visits many times that is not worth its time. */
export const MAX_VISITS = 5_000_000;
/** What an expression that is evaluated for a node costs, in visits. */
const VISITS_OF_AN_EVALUATION = 50;

/** The scope of a whole expression. */
export function rootScope(focus: Nodes, environment: Environment): Scope {
  return {
    environment,
    context: focus,
    self: focus,
    index: undefined,
    total: undefined,
    variables: { outer: undefined, names: undefined },
    account: { left: MAX_VISITS, isUndecided: false },
  };
}

/** The scope of an expression that is evaluated for each node of a list. */
export function scopeOfNode(scope: Scope, node: TypedNode, index: number): Scope {
  return { ...scope, self: [node], index, variables: innerVariables(scope.variables) };
}

/** Variables of an inner expression: what it defines is not seen outside. */
export function innerVariables(outer: Variables): Variables {
  return { outer, names: undefined };
}

/** Value of a defined variable. */
export function findVariable(variables: Variables, name: string): Nodes | undefined {
  for (let frame: Variables | undefined = variables; frame !== undefined; frame = frame.outer) {
    const nodes = frame.names?.get(name);
    if (nodes !== undefined) return nodes;
  }
  return undefined;
}

/** Throws FhirPathError when an evaluation evaluates a part of it for too many nodes. */
export function countEvaluations(scope: Scope, evaluations: number): void {
  countVisits(scope, evaluations * VISITS_OF_AN_EVALUATION);
}

/** Throws FhirPathError when an evaluation visits too many nodes. */
export function countVisits(scope: Scope, visits: number): void {
  scope.account.left -= visits;
  if (scope.account.left < 0) throw new FhirPathError('An expression visits too many elements');
}
