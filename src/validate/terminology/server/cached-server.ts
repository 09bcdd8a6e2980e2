import { type CodeQuestion, questionKey, type TerminologyServer } from './terminology-server.ts';

export interface CacheOptions {
  /** Answers that are kept; those not asked for longest give way. */
  readonly maxAnswers: number;
  /** How long an answer is good, in milliseconds. */
  readonly expiresAfterMs: number;
  /** Milliseconds since some fixed moment. */
  readonly now: () => number;
}

interface KeptAnswer {
  readonly isValid: boolean;
  readonly expiresAt: number;
}

/**
 * The same server, with its answers kept. Only a yes or no is kept, not that it could not say. Rejects as the server does
 * when what is not kept cannot be had.
 */
export function createCachedServer(server: TerminologyServer, options: CacheOptions): TerminologyServer {
  const kept = new Map<string, KeptAnswer>();

  function find(key: string): boolean | undefined {
    const answer = kept.get(key);
    if (answer === undefined) return undefined;
    kept.delete(key);
    if (answer.expiresAt <= options.now()) return undefined;
    // The one used last stands last.
    kept.set(key, answer);
    return answer.isValid;
  }

  function keep(question: CodeQuestion, isValid: boolean | undefined): void {
    if (isValid === undefined) return;
    kept.set(questionKey(question), { isValid, expiresAt: options.now() + options.expiresAfterMs });
    const [oldest] = kept.keys();
    if (kept.size > options.maxAnswers && oldest !== undefined) kept.delete(oldest);
  }

  return {
    async validateCodes(questions) {
      const answers = questions.map((question) => find(questionKey(question)));
      const missing = questions.filter((_, at) => answers[at] === undefined);
      const asked = missing.length === 0 ? [] : await server.validateCodes(missing);
      for (const [at, question] of missing.entries()) keep(question, asked[at]);
      let next = 0;
      return answers.map((answer) => {
        if (answer !== undefined) return answer;
        next += 1;
        return asked[next - 1];
      });
    },
  };
}
