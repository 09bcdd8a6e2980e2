import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { Slot } from '../element-path.ts';
import type { PrimitivePair } from './codec.ts';

/** Writes a primitive into `parent[name]`, with the sender's own text at `_name` when the value alone would lose it. */
export type WritePrimitive = (slot: Slot, text: string, pair: PrimitivePair) => void;

/** The extension that keeps a text which the FHIR value cannot tell: `{base}/StructureDefinition/source-text`. */
export function createPrimitiveWriter({ base }: IdentifierSystems): WritePrimitive {
  const url = `${base}/StructureDefinition/source-text`;
  // Made once for each name: a string that was just put together is dear as the name of a property.
  const siblings = new Map<string, string>();
  const siblingOf = (name: string): string => {
    const known = siblings.get(name);
    if (known !== undefined) return known;
    siblings.set(name, `_${name}`);
    return `_${name}`;
  };
  return ({ parent, name }, text, pair) => {
    const value = pair.parse(text);
    const sibling = siblingOf(name);
    if (value !== undefined) parent[name] = value;
    if (value === undefined || pair.render(value) !== text)
      parent[sibling] = { extension: [{ url, valueString: text }] };
    else if (parent[sibling] !== undefined) delete parent[sibling];
  };
}

/** FHIR string: any text. */
export const STRING: PrimitivePair = { parse: (text) => text, render: String };

const CODE = /^\S+(?: \S+)*$/;

/** FHIR code: no space at the ends, single spaces inside. @source https://hl7.org/fhir/R4/datatypes.html#code */
export const CODE_TEXT: PrimitivePair = {
  parse: (text) => (CODE.test(text.trim()) ? text.trim() : undefined),
  render: String,
};

const DECIMAL = /^-?\d{1,15}(?:\.\d{1,15})?$/;

/**
 * A number whose canonical text has `digits` decimals (QĐ 4750: amounts 2, prices and quantities 3).
 * More than 15 significant digits would not survive JSON readers: such a text is kept as text only.
 */
export function decimalPair(digits: number): PrimitivePair {
  return {
    parse(text) {
      if (!DECIMAL.test(text)) return undefined;
      if (text.length > 15 && text.replace(/[-.]/g, '').length > 15) return undefined;
      return Number(text) + 0;
    },
    render: (value) => Number(value).toFixed(digits),
  };
}
