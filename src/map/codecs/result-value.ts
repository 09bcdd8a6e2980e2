import { childOf } from '../json-node.ts';
import type { TargetSpec } from '../mapping-table.ts';
import type { Codec, PrimitivePair } from './codec.ts';
import { decimalPair, STRING, type WritePrimitive } from './primitive.ts';

const RESULT = /^(?<comparator><=|>=|<|>)?(?<number>\d{1,15}(?:\.\d{1,15})?)$/;

/** A measured number keeps its own digits: `5.60` is not `5.6`. */
const MEASURED: PrimitivePair = { parse: decimalPair(0).parse, render: String };

/** GIA_TRI: valueQuantity for a clean number (its comparator kept), valueString for anything else; nothing is guessed. */
export function resultValueCodec(write: WritePrimitive): Codec {
  return ({ parent, name }, text) => {
    const parts = RESULT.exec(text)?.groups;
    if (parts === undefined) {
      write({ parent, name: `${name}String` }, text, STRING);
      return 'exact';
    }
    const quantity = childOf(parent, `${name}Quantity`);
    write({ parent: quantity, name: 'value' }, String(parts['number']), MEASURED);
    if (parts['comparator'] !== undefined) quantity['comparator'] = parts['comparator'];
    return 'exact';
  };
}

/** DON_VI_DO: the unit of the quantity, or kept verbatim when the value (`with`) is no number. */
export function resultUnitCodec({ with: [valueField = ''] = [] }: TargetSpec): Codec {
  return ({ parent, name }, text, { row }) => {
    if (!RESULT.test(row.fields.get(valueField) ?? '')) return 'verbatim';
    childOf(parent, name)['unit'] = text;
    return 'exact';
  };
}
