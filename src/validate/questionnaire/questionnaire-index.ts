import type { JsonObject } from '../reference/json-object.ts';
import { objectsIn, textOf } from './json-access.ts';

/** Levels of items in items that are followed. */
export const MAX_ITEM_DEPTH = 64;

/** Items of a questionnaire, by linkId and by where they stand. */
export class QuestionnaireIndex {
  readonly questionnaire: JsonObject;
  readonly #byLinkId = new Map<string, JsonObject>();
  /** The items around an item, from the outermost to itself. */
  readonly #lines = new Map<JsonObject, readonly JsonObject[]>();
  readonly #order = new Map<JsonObject, number>();
  readonly #positions = new Map<JsonObject, ReadonlyMap<string, number>>();

  constructor(questionnaire: JsonObject) {
    this.questionnaire = questionnaire;
    this.#add(questionnaire, []);
  }

  /** The first item with a linkId, wherever it stands. */
  find(linkId: string): JsonObject | undefined {
    return this.#byLinkId.get(linkId);
  }

  /** By linkId: which of the items directly in a holder (an item, or the questionnaire) it is. */
  positionsIn(holder: JsonObject): ReadonlyMap<string, number> {
    const known = this.#positions.get(holder);
    if (known !== undefined) return known;
    const positions = new Map<string, number>();
    for (const [at, item] of objectsIn(holder['item']).entries()) {
      const linkId = textOf(item['linkId']);
      if (linkId !== undefined && !positions.has(linkId)) positions.set(linkId, at);
    }
    this.#positions.set(holder, positions);
    return positions;
  }

  /** Whether an item is another one, or stands somewhere inside it. */
  isInside(item: JsonObject, other: JsonObject): boolean {
    return this.#lineOf(item).includes(other);
  }

  /** The innermost item that holds both, or is one of them; undefined when only the questionnaire does. */
  commonGroup(one: JsonObject, other: JsonObject): JsonObject | undefined {
    const line = this.#lineOf(other);
    return this.#lineOf(one).findLast((item) => line.includes(item));
  }

  /** Whether an item comes after another one, in the order in which they are asked. */
  isAfter(item: JsonObject, other: JsonObject): boolean {
    return (this.#order.get(item) ?? 0) > (this.#order.get(other) ?? 0);
  }

  #lineOf(item: JsonObject): readonly JsonObject[] {
    return this.#lines.get(item) ?? [];
  }

  #add(holder: JsonObject, around: readonly JsonObject[]): void {
    if (around.length >= MAX_ITEM_DEPTH) return;
    for (const item of objectsIn(holder['item'])) {
      const linkId = textOf(item['linkId']);
      if (linkId !== undefined && !this.#byLinkId.has(linkId)) this.#byLinkId.set(linkId, item);
      this.#order.set(item, this.#order.size);
      const line = [...around, item];
      this.#lines.set(item, line);
      this.#add(item, line);
    }
  }
}
