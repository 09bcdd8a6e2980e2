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
  holds: boolean;
  /** Number of questions that were open before this one. */
  readonly order: number;
  isOpen: boolean;
  /** What must be answered yes for this to hold: the outermost question that was open and needed. */
  on: Answer | undefined;
}

/** A question that is begun again once those that it waits for are answered. */
interface Waiting {
  readonly question: Question;
  readonly answer: Answer;
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
  /** Answers that hang on one still open, in the order in which they were given. */
  readonly #provisional: Question[] = [];
  /** Number of questions open. */
  #open = 0;
  /** Of those, how many are being looked at inside each other. */
  #level = 0;
  /** The outermost open one that the question being looked at needs. */
  #needed: Answer | undefined;

  /** Answers a question. `isDeep`: whether the walk has gone so far that it must not go on inside this one. */
  ask(question: Question, isDeep: boolean): boolean {
    const known = this.#answers.get(question.value)?.get(question.profile);
    if (known !== undefined) {
      this.#needed = outermost(this.#needed, known);
      return known.holds;
    }
    if (this.#level === 0) return this.#settle(question);
    if (isDeep || this.#level >= MAX_LEVELS) throw new TooDeep(question);
    return this.#decide(this.#begin(question, this.#open));
  }

  #begin(question: Question, order: number): Waiting {
    const answer = { holds: true, order, isOpen: true, on: undefined };
    return { question, answer, mark: this.#provisional.length };
  }

  /** Answers a question, and first those that lie too deep in it. */
  #settle(first: Question): boolean {
    const waiting = [this.#begin(first, 0)];
    let holds = true;
    for (let last = waiting.at(-1); last !== undefined; last = waiting.at(-1)) {
      this.#open = last.answer.order;
      try {
        holds = this.#decide(last);
        waiting.pop();
      } catch (error) {
        if (!(error instanceof TooDeep)) throw error;
        this.#keep(last);
        waiting.push(this.#begin(error.question, waiting.length));
      }
    }
    return holds;
  }

  #decide(asked: Waiting): boolean {
    const [outer, begin] = [this.#needed, this.#provisional.length];
    this.#keep(asked);
    this.#open += 1;
    this.#level += 1;
    this.#needed = undefined;
    try {
      const holds = asked.question.check();
      this.#conclude(asked, holds);
      return holds;
    } catch (error) {
      this.#drop(asked.question);
      this.#forget(begin);
      this.#needed = undefined;
      throw error;
    } finally {
      this.#open -= 1;
      this.#level -= 1;
      this.#needed = this.#needed === undefined ? outer : outermost(outer, this.#needed);
    }
  }

  /** A no stands, and what hung on a yes is open again; a yes stands, with all of that, when it needs nothing outside. */
  #conclude({ question, answer, mark }: Waiting, holds: boolean): void {
    answer.holds = holds;
    answer.isOpen = false;
    const needed = this.#needed;
    const isProvisional = holds && needed !== undefined && needed.order < answer.order;
    this.#needed = isProvisional ? needed : undefined;
    answer.on = this.#needed;
    if (!holds) this.#forget(mark);
    else if (isProvisional) this.#provisional.push(question);
    else this.#provisional.length = mark;
  }

  #keep({ question: { value, profile }, answer }: Waiting): void {
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

/** Of a needed one and of what another answer hangs on, the one that was open first; undefined when none is open. */
function outermost(needed: Answer | undefined, other: Answer): Answer | undefined {
  let root = other;
  while (root.on !== undefined) {
    // The way is shortened for who comes after.
    root.on = root.on.on ?? root.on;
    root = root.on;
  }
  if (!root.isOpen) return needed;
  return needed === undefined || root.order < needed.order ? root : needed;
}

/** Thrown through a check that is to be begun again, once `question` is answered. */
class TooDeep extends Error {
  readonly question: Question;

  constructor(question: Question) {
    super('a question that lies too deep in others');
    this.question = question;
  }
}
