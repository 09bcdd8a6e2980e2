import { childOf } from '../json-node.ts';
import type { TargetSpec } from '../mapping-table.ts';
import { isObject, textAt } from '../unchecked-element.ts';
import type { Codec } from './codec.ts';
import { MEASURED, type Primitives, STRING } from './primitive.ts';

const RESULT = /^(?<comparator><=|>=|<|>)?(?<number>\d{1,15}(?:\.\d{1,15})?)$/;

/** GIA_TRI: valueQuantity for a clean number (its comparator kept), valueString for anything else; nothing is guessed. */
export function resultValueCodec({ write, read }: Primitives): Codec {
  return {
    write({ parent, name }, text) {
      const parts = RESULT.exec(text)?.groups;
      if (parts === undefined) {
        write({ parent, name: `${name}String` }, text, STRING);
        return 'exact';
      }
      const quantity = childOf(parent, `${name}Quantity`);
      write({ parent: quantity, name: 'value' }, String(parts['number']), MEASURED);
      if (parts['comparator'] !== undefined) quantity['comparator'] = parts['comparator'];
      return 'exact';
    },
    read({ parent, name }) {
      const quantity = parent[`${name}Quantity`];
      if (!isObject(quantity)) {
        return read({ parent, name: `${name}String` }, STRING) ?? conceptText(parent[`${name}CodeableConcept`]);
      }
      const number = read({ parent: quantity, name: 'value' }, MEASURED);
      return number === undefined ? undefined : `${quantity['comparator'] ?? ''}${number}`;
    },
  };
}

/** A coded result of another system, in the words that it has. */
function conceptText(concept: unknown): string | undefined {
  if (!isObject(concept)) return undefined;
  const [coding] = Array.isArray(concept['coding']) ? concept['coding'] : [];
  return textAt(concept, 'text') ?? textAt(coding, 'display') ?? textAt(coding, 'code');
}

/** DON_VI_DO: the unit of the quantity, or kept verbatim when the value (`with`) is no number. */
export function resultUnitCodec({ with: [valueField = ''] = [] }: TargetSpec): Codec {
  return {
    write({ parent, name }, text, { row }) {
      if (!RESULT.test(row.fields.get(valueField) ?? '')) return 'verbatim';
      childOf(parent, name)['unit'] = text;
      return 'exact';
    },
    read: ({ parent, name }) => textAt(parent[name], 'unit'),
  };
}
