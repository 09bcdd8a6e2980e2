import type { Membership } from '../terminology.ts';
import type { CodeGrammar } from './code-grammar.ts';

/** Codes whose answer is kept; past that the oldest give way. */
const MAX_KEPT = 2_000;
/** Longer codes are answered anew: they are no codes of practice, and would fill the memory. */
const MAX_LENGTH = 100;

/** The same grammar, which remembers what it has decided: records name the same few codes again and again. */
export function keepAnswers(grammar: CodeGrammar): CodeGrammar {
  const kept = new Map<string, Membership>();
  return {
    ...grammar,
    has: (code) => {
      const before = kept.get(code);
      if (before !== undefined) return before;
      const answer = grammar.has(code);
      if (code.length > MAX_LENGTH) return answer;
      if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value as string);
      kept.set(code, answer);
      return answer;
    },
  };
}
