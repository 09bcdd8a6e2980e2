import type { Account } from '../engine/scope.ts';
import type { Environment, TypedNode } from '../typed-node.ts';

/** Kept while one constraint is decided. What a part of it changes, it puts back. */
export interface Frame {
  readonly environment: Environment;
  /** The element that the constraint is on. */
  readonly context: TypedNode;
  readonly account: Account;
  /** How many values a path has found, and the last of them. */
  found: number;
  last: unknown;
  /** Values of a path that are needed one by one. */
  list: unknown[];
  /** What the visit of the first value of a list said. */
  outcome: boolean;
  /** How many values of a list were seen, where the first is left out. */
  seen: number;
}

/**
 * Something done with a value of JSON and its `_name` sibling. Values of complex types are objects; a primitive that
 * has no value but extensions is undefined. True: no more values are needed.
 */
export type Visit = (value: unknown, sibling: unknown, frame: Frame) => boolean;

/** A truth of three values, decided from the value that is `$this`. */
export type Predicate = (value: unknown, sibling: unknown, frame: Frame) => boolean | undefined;

/** A single text, number or boolean, found from the value that is `$this`; undefined for none. */
export interface Scalar {
  readonly kind: 'string' | 'number' | 'boolean';
  /** Throws FhirPathError for a list. */
  readonly get: (value: unknown, sibling: unknown, frame: Frame) => unknown;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** The frame of a constraint on an element. */
export function newFrame(context: TypedNode, environment: Environment, account: Account): Frame {
  return { environment, context, account, found: 0, last: undefined, list: [], outcome: false, seen: 0 };
}
