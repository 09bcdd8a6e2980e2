import { childOf } from '../json-node.ts';
import type { TargetSpec } from '../mapping-table.ts';
import { isObject } from '../unchecked-element.ts';
import type { Codec, PrimitivePair } from './codec.ts';
import { decimalPair, MEASURED, type Primitives } from './primitive.ts';

/** Money in đồng; ISO 4217 code VND. */
export function moneyCodec({ digits = 2 }: TargetSpec, primitives: Primitives): Codec {
  return numberWith({ currency: 'VND' }, decimalPair(digits), primitives);
}

/** Quantity or Duration in a fixed unit; a number without fixed `digits` has its own. */
export function quantityCodec({ digits, unit = {} }: TargetSpec, primitives: Primitives): Codec {
  return numberWith(unit, digits === undefined ? MEASURED : decimalPair(digits), primitives);
}

function numberWith(constants: object, pair: PrimitivePair, { write, read }: Primitives): Codec {
  return {
    write({ parent, name }, text) {
      const amount = childOf(parent, name);
      write({ parent: amount, name: 'value' }, text, pair);
      // A unit without a number would say something; the text alone says that there is no number.
      if (amount['value'] !== undefined) Object.assign(amount, constants);
      return 'exact';
    },
    read({ parent, name }) {
      const amount = parent[name];
      return isObject(amount) ? read({ parent: amount, name: 'value' }, pair) : undefined;
    },
  };
}
