import { type MemberTest, UNDECIDABLE } from './member-test.ts';

/** Value sets within value sets that are followed; those of practice have three levels. */
const MAX_NESTING = 32;
/** Value sets that are asked for one answer. */
const MAX_ASKED = 100_000;

/** Makes value sets that may include each other safe to ask. */
export type NestingGuard = (make: () => MemberTest) => MemberTest;

/**
 * Keeps questions to value sets from going on without end: a value set that is asked by way of itself, too deep, or after
 * too many others for one answer, is undecided there. What is guarded is made at the first question.
 */
export function createNestingGuard(): NestingGuard {
  let depth = 0;
  let asked = 0;
  return (make) => {
    let made: MemberTest | undefined;
    let isAsked = false;

    function ask<T>(question: (test: MemberTest) => T): T {
      if (depth === 0) asked = 0;
      if (isAsked || depth >= MAX_NESTING || asked >= MAX_ASKED) return question(UNDECIDABLE);
      asked += 1;
      depth += 1;
      isAsked = true;
      try {
        made ??= make();
        return question(made);
      } finally {
        isAsked = false;
        depth -= 1;
      }
    }

    return {
      has: (system, code, version) => ask((test) => test.has(system, code, version)),
      systems: () => ask((test) => test.systems()),
      list: () => ask((test) => test.list()),
    };
  };
}
