import { type Account, MAX_VISITS } from '../engine/scope.ts';
import type { Environment } from '../typed-node.ts';

/** Every list that is filled is made for it. */
const NO_LIST: unknown[] = [];

/** Kept while one constraint is decided. What a part of it changes, it puts back. */
export class Frame implements Account {
  readonly environment: Environment;
  /** The element that the constraint is on. */
  readonly value: unknown;
  readonly sibling: unknown;
  readonly type: string;
  left = MAX_VISITS;
  isUndecided = false;
  /** How many values a path has found, and the last of them. */
  found = 0;
  last: unknown = undefined;
  /** Values of a path that are needed one by one. */
  list: unknown[] = NO_LIST;
  /** What the visit of the first value of a list said. */
  outcome = false;
  /** How many values of a list were seen, where the first is left out. */
  seen = 0;

  constructor(value: unknown, sibling: unknown, type: string, environment: Environment) {
    this.value = value;
    this.sibling = sibling;
    this.type = type;
    this.environment = environment;
  }
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
