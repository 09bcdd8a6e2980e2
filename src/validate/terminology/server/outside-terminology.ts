import type { Finding } from '../../finding.ts';
import type { CodeKnowledge, Membership, Terminology, ValueSetCheck } from '../terminology.ts';
import { createOpenQuestions, type OpenQuestions } from './open-questions.ts';
import { type CodeQuestion, type TerminologyServer, TerminologyServerFault } from './terminology-server.ts';

/** Times that a check is done over: an answer can open a further question. */
const MAX_ROUNDS = 4;
const SERVER_SILENT = 'LT-V222';

/** What a check gives when a server was asked; a finding when it did not answer. */
export interface DecidedLater<T> {
  readonly result: T;
  readonly finding?: Finding;
}

/** A terminology with a server behind it. */
export interface OutsideTerminology {
  /** For checks: decides from what is held here, and within `decideLater` also from what the server answered. */
  readonly terminology: Terminology;
  /**
   * Does a check that asks `terminology`; what it leaves undecided is asked of the server in one go, and the check is done
   * again. The check must be synchronous and may be done up to five times; its last result counts. A server that does not
   * answer leaves open what it leaves open: never rejects for that.
   */
  decideLater<T>(check: () => T): Promise<DecidedLater<T>>;
}

/** Puts a server behind a terminology. The server is asked only for what the terminology cannot decide. */
export function createOutsideTerminology(local: Terminology, server: TerminologyServer): OutsideTerminology {
  const checks = new Map<string, ValueSetCheck>();
  let current: OpenQuestions | undefined;
  const ask = (question: CodeQuestion) => current?.answer(question);

  function valueSet(canonical: string): ValueSetCheck | undefined {
    const before = checks.get(canonical);
    if (before !== undefined) return before;
    const known = local.valueSet(canonical);
    if (known === undefined && local.code(canonical, '').status !== 'unknown-system') return undefined;
    const made = withServer(canonical, known, ask);
    // Names of what is not known could be anything, and without end.
    if (known !== undefined) checks.set(canonical, made);
    return made;
  }

  function code(system: string, value: string, version?: string): CodeKnowledge {
    const knowledge = local.code(system, value, version);
    if (knowledge.status !== 'undecided' && knowledge.status !== 'unknown-system') return knowledge;
    const answer = ask({ system, code: value, version, valueSet: undefined });
    if (answer === undefined) return knowledge;
    return { status: answer ? 'known' : 'unknown-code', displays: [] };
  }

  function runWith<T>(questions: OpenQuestions, check: () => T): T {
    current = questions;
    try {
      return check();
    } finally {
      current = undefined;
    }
  }

  async function decideLater<T>(check: () => T): Promise<DecidedLater<T>> {
    const questions = createOpenQuestions();
    let result = runWith(questions, check);
    for (let round = 0; round < MAX_ROUNDS && questions.unasked().length > 0; round += 1) {
      const asked = questions.unasked();
      try {
        questions.settle(asked, await server.validateCodes(asked));
      } catch (error) {
        if (!(error instanceof TerminologyServerFault)) throw error;
        return { result, finding: { rule: SERVER_SILENT, path: '' } };
      }
      result = runWith(questions, check);
    }
    return { result };
  }

  return { terminology: { valueSet, code }, decideLater };
}

/** A value set that is not known here may be known there. */
function withServer(
  canonical: string,
  local: ValueSetCheck | undefined,
  ask: (question: CodeQuestion) => boolean | undefined,
): ValueSetCheck {
  return {
    canonical: local?.canonical ?? canonical,
    has: (system, code, version): Membership => {
      const membership = local?.has(system, code, version) ?? 'undecided';
      if (membership !== 'undecided') return membership;
      const answer = ask({ system, code, version, valueSet: canonical });
      if (answer === undefined) return 'undecided';
      return answer ? 'in' : 'out';
    },
  };
}
