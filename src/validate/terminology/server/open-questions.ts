import { type CodeAnswer, type CodeQuestion, questionKey } from './terminology-server.ts';

/** Different questions of one check that are asked; what goes beyond stays undecided. */
const MAX_QUESTIONS = 1_000;
/** Longer codes are not asked: no code system has such. */
const MAX_CODE_LENGTH = 500;

/** Questions of one check and what was answered to them. An answer that is here stays for as long as the check goes on. */
export interface OpenQuestions {
  /** The answer; undefined when there is none, and then the question is noted. */
  answer(question: CodeQuestion): CodeAnswer;
  /** Questions that were noted and have not been asked. */
  unasked(): readonly CodeQuestion[];
  settle(questions: readonly CodeQuestion[], answers: readonly CodeAnswer[]): void;
}

/** Begins with no question and no answer; takes 1,000 different questions, and none about a code of more than 500 characters. */
export function createOpenQuestions(): OpenQuestions {
  const answers = new Map<string, CodeAnswer>();
  const unasked = new Map<string, CodeQuestion>();
  return {
    answer(question) {
      const key = questionKey(question);
      if (answers.has(key)) return answers.get(key);
      const isTooMuch = answers.size + unasked.size >= MAX_QUESTIONS || question.code.length > MAX_CODE_LENGTH;
      if (!isTooMuch) unasked.set(key, question);
      return undefined;
    },
    unasked: () => [...unasked.values()],
    settle(questions, given) {
      for (const [at, question] of questions.entries()) answers.set(questionKey(question), given[at]);
      unasked.clear();
    },
  };
}
