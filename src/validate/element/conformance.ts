/** Questions in questions that are followed at once; those further in are answered first, one by one. */
const MAX_LEVELS = 32;

/** Whether a value conforms to a profile. */
export interface Question {
  readonly value: object;
  readonly profile: string;
  /** Looks at the value; it may ask further questions, and is begun again when one of them lies too deep. */
  readonly check: () => boolean;
}

interface Answer {
  readonly holds: boolean;
  /** The outermost question still open that must be answered yes for this to hold, by its number; none: infinite. */
  readonly needs: number;
}

/** A question that is begun again once those that it waits for are answered. */
interface Waiting {
  readonly question: Question;
  /** Answers that were provisional before it was first asked. */
  readonly mark: number;
}

/**
 * Answers to whether values conform to profiles, each given once. Resources refer to each other in rings and in long
 * chains: what a question that is still open is needed for counts as conforming, until that question is answered no; and
 * the stack does not grow with the length of a chain.
 */
export class Conformance {
  readonly #answers = new Map<object, Map<string, Answer>>();
  /** Answers that need a question still open. */
  readonly #provisional: Question[] = [];
  /** Number of questions open. */
  #open = 0;
  /** Of those, how many are being looked at inside each other. */
  #level = 0;
  /** The outermost open question that the one being looked at needs. */
  #needs = Number.POSITIVE_INFINITY;

  /** Answers a question. `isDeep`: whether the walk has gone so far that it must not go on inside this one. */
  ask(question: Question, isDeep: boolean): boolean {
    const known = this.#answers.get(question.value)?.get(question.profile);
    if (known !== undefined) {
      this.#needs = Math.min(this.#needs, known.needs);
      return known.holds;
    }
    if (this.#level === 0) return this.#settle(question);
    if (isDeep || this.#level >= MAX_LEVELS) throw new TooDeep(question);
    return this.#decide(question, this.#provisional.length);
  }

  /** Answers a question, and first those that lie too deep in it. */
  #settle(first: Question): boolean {
    const waiting: Waiting[] = [{ question: first, mark: 0 }];
    let holds = true;
    for (let last = waiting.at(-1); last !== undefined; last = waiting.at(-1)) {
      this.#open = waiting.length - 1;
      try {
        holds = this.#decide(last.question, last.mark);
        waiting.pop();
      } catch (error) {
        if (!(error instanceof TooDeep)) throw error;
        this.#keep(last.question, { holds: true, needs: waiting.length - 1 });
        waiting.push({ question: error.question, mark: this.#provisional.length });
      }
    }
    this.#open = 0;
    return holds;
  }

  /** Looks at a value. What was provisional after `mark` hangs on the answer. */
  #decide(question: Question, mark: number): boolean {
    const [own, outer, begin] = [this.#open, this.#needs, this.#provisional.length];
    this.#keep(question, { holds: true, needs: own });
    this.#open += 1;
    this.#level += 1;
    this.#needs = Number.POSITIVE_INFINITY;
    try {
      const holds = question.check();
      this.#conclude(question, holds, own, mark);
      return holds;
    } catch (error) {
      this.#drop(question);
      this.#forget(begin);
      this.#needs = Number.POSITIVE_INFINITY;
      throw error;
    } finally {
      this.#open -= 1;
      this.#level -= 1;
      this.#needs = Math.min(outer, this.#needs);
    }
  }

  /** A no stands, and what hung on a yes is open again; a yes stands, with all of that, when it needs nothing outside. */
  #conclude(question: Question, holds: boolean, own: number, mark: number): void {
    const needs = holds && this.#needs < own ? this.#needs : Number.POSITIVE_INFINITY;
    this.#needs = needs;
    this.#keep(question, { holds, needs });
    if (!holds) this.#forget(mark);
    else if (needs < own) this.#provisional.push(question);
    else for (const settled of this.#provisional.splice(mark)) this.#keep(settled, YES);
  }

  #keep({ value, profile }: Question, answer: Answer): void {
    const ofValue = this.#answers.get(value);
    if (ofValue === undefined) this.#answers.set(value, new Map([[profile, answer]]));
    else ofValue.set(profile, answer);
  }

  #forget(mark: number): void {
    for (const question of this.#provisional.splice(mark)) this.#drop(question);
  }

  #drop({ value, profile }: Question): void {
    this.#answers.get(value)?.delete(profile);
  }
}

const YES: Answer = { holds: true, needs: Number.POSITIVE_INFINITY };

/** Thrown through a check that is to be begun again, once `question` is answered. */
class TooDeep extends Error {
  readonly question: Question;

  constructor(question: Question) {
    super('a question that lies too deep in others');
    this.question = question;
  }
}
