import type { JsonNode } from '../json-node.ts';
import { objectsAt } from '../unchecked-element.ts';
import type { Codec } from './codec.ts';
import { BIRTH_DATE, birthTimeOf, INSTANT } from './local-date.ts';
import type { Primitives } from './primitive.ts';

/** @source https://hl7.org/fhir/R4/extension-patient-birthtime.html */
const BIRTH_TIME_URL = 'http://hl7.org/fhir/StructureDefinition/patient-birthTime';

/** NGAY_SINH: birthDate with the precision that is known, and the time of birth in FHIR's own extension. */
export function birthDateCodec({ write, read }: Primitives): Codec {
  return {
    write(slot, text) {
      const birthTime = birthTimeOf(text);
      if (birthTime === undefined || text.length !== 12) {
        write(slot, text, BIRTH_DATE);
        return 'exact';
      }
      slot.parent[slot.name] = BIRTH_DATE.parse(text);
      const sibling: JsonNode = { extension: [{ url: BIRTH_TIME_URL, valueDateTime: birthTime }] };
      slot.parent[`_${slot.name}`] = sibling;
      return 'exact';
    },
    read(slot) {
      const [birthTime] = objectsAt(slot.parent[`_${slot.name}`], 'extension').filter(
        ({ url }) => url === BIRTH_TIME_URL,
      );
      return birthTime === undefined ? read(slot, BIRTH_DATE) : INSTANT.render(String(birthTime['valueDateTime']));
    },
  };
}
