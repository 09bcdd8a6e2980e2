import { childOf } from '../json-node.ts';
import type { TargetSpec } from '../mapping-table.ts';
import type { Codec } from './codec.ts';
import { decimalPair, type WritePrimitive } from './primitive.ts';

/** Money in đồng; ISO 4217 code VND. */
export function moneyCodec({ digits = 2 }: TargetSpec, write: WritePrimitive): Codec {
  const pair = decimalPair(digits);
  return ({ parent, name }, text) => {
    const money = childOf(parent, name);
    write({ parent: money, name: 'value' }, text, pair);
    money['currency'] = 'VND';
    return 'exact';
  };
}

/** Quantity or Duration in a fixed unit. */
export function quantityCodec({ digits = 0, unit = {} }: TargetSpec, write: WritePrimitive): Codec {
  const pair = decimalPair(digits);
  return ({ parent, name }, text) => {
    const quantity = childOf(parent, name);
    write({ parent: quantity, name: 'value' }, text, pair);
    Object.assign(quantity, unit);
    return 'exact';
  };
}
