/** What is known of a collection before there is data. */
export interface Inferred {
  /** Types that its nodes may have; none for a collection that is always empty. Undefined: any. */
  readonly types: ReadonlySet<string> | undefined;
  /** False for children and descendants: they have no order of their own. */
  readonly isOrdered: boolean;
}

export const ANYTHING: Inferred = { types: undefined, isOrdered: true };
export const NO_NODES: Inferred = { types: new Set(), isOrdered: true };

/** A collection of these types. */
export function inferredOf(...types: readonly string[]): Inferred {
  return { types: new Set(types), isOrdered: true };
}

/** What both may have. */
export function unionOf(left: Inferred, right: Inferred): Inferred {
  const isOrdered = left.isOrdered && right.isOrdered;
  if (left.types === undefined || right.types === undefined) return { types: undefined, isOrdered };
  return { types: new Set([...left.types, ...right.types]), isOrdered };
}
