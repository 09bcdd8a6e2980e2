import type { JsonObject } from '../reference/json-object.ts';
import { objectsIn, textOf } from './json-access.ts';
import { MAX_ITEM_DEPTH } from './questionnaire-index.ts';

type AnswersByLinkId = ReadonlyMap<string, readonly JsonObject[]>;

/** Answers in a response, or in one item of it, by the linkId of their item. Each part is looked through once. */
export class AnswersIndex {
  readonly #known = new Map<JsonObject, AnswersByLinkId>();

  /** Answers to a question inside a part of the response, and of the part itself. */
  find(part: JsonObject, linkId: string): readonly JsonObject[] {
    let answers = this.#known.get(part);
    if (answers === undefined) {
      answers = collect(part);
      this.#known.set(part, answers);
    }
    return answers.get(linkId) ?? [];
  }
}

function collect(part: JsonObject): AnswersByLinkId {
  const found = new Map<string, JsonObject[]>();
  const look = (holder: JsonObject, depth: number): void => {
    if (depth > 2 * MAX_ITEM_DEPTH) return;
    const answers = objectsIn(holder['answer']);
    const linkId = textOf(holder['linkId']);
    if (linkId !== undefined && answers.length > 0) {
      const known = found.get(linkId);
      if (known === undefined) found.set(linkId, [...answers]);
      else known.push(...answers);
    }
    for (const inner of [...objectsIn(holder['item']), ...answers]) look(inner, depth + 1);
  };
  look(part, 0);
  return found;
}
