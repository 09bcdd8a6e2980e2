import { childOf } from '../json-node.ts';
import { isObject } from '../unchecked-element.ts';
import type { Codec } from './codec.ts';
import { type Primitives, STRING } from './primitive.ts';

/** A letter, two characters and at most four behind a point; signs of dagger and asterisk may follow. */
const ICD10 = /^[A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?[*+†‡]?$/;

/**
 * A disease as a sender writes it in a field for codes: an ICD-10 code as the `concept` codec does it, anything else as the
 * words of the CodeableConcept. No code is guessed from words.
 */
export function diseaseCodec(concept: Codec, { write, read }: Primitives): Codec {
  return {
    write(slot, text, scope) {
      if (ICD10.test(text)) return concept.write(slot, text, scope);
      write({ parent: slot.name === '' ? slot.parent : childOf(slot.parent, slot.name), name: 'text' }, text, STRING);
      return 'exact';
    },
    read(slot) {
      const text = concept.read(slot);
      if (text !== undefined) return text;
      const element = slot.name === '' ? slot.parent : slot.parent[slot.name];
      return isObject(element) ? read({ parent: element, name: 'text' }, STRING) : undefined;
    },
  };
}
