/** Words that fill the text of a rule. */
export type Words = Readonly<Record<string, string | number>>;

/** Takes what a check finds. `child` is a path below the value that is checked: `.coding[0].display`. */
export interface FindingSink {
  report(rule: string, words?: Words, child?: string): void;
}

/**
 * Checks one value and reports what is wrong with it; a value of a wrong type is left to the checks of structure.
 * `sibling` has the extensions of a primitive, whose value may be undefined then.
 */
export type CodedCheck = (value: unknown, sink: FindingSink, sibling?: unknown) => void;
