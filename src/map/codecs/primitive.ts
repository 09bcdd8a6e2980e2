import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { Slot } from '../element-path.ts';
import type { JsonNode } from '../json-node.ts';
import { objectsAt } from '../unchecked-element.ts';
import type { Codec, PrimitivePair } from './codec.ts';

/** A primitive in its place, with the sender's own text at `_name` when the value alone would lose it. */
export interface Primitives {
  write(slot: Slot, text: string, pair: PrimitivePair): void;
  /** The text of the place: the sender's own where it stands there, else the canonical one of the value. */
  read(slot: Slot, pair: PrimitivePair): string | undefined;
  /** A codec of one primitive. */
  codec(pair: PrimitivePair): Codec;
}

/** Primitives whose texts are kept, where needed, in the extension `{base}/StructureDefinition/source-text`. */
export function createPrimitives({ base }: IdentifierSystems): Primitives {
  const url = `${base}/StructureDefinition/source-text`;
  // Made once for each name: a string that was just put together is dear as the name of a property.
  const siblings = new Map<string, string>();
  const siblingOf = (name: string): string => {
    const known = siblings.get(name);
    if (known !== undefined) return known;
    siblings.set(name, `_${name}`);
    return `_${name}`;
  };
  const write: Primitives['write'] = ({ parent, name }, text, pair) => {
    const value = pair.parse(text);
    const sibling = siblingOf(name);
    if (value !== undefined) parent[name] = value;
    if (value === undefined || pair.render(value) !== text)
      parent[sibling] = { extension: [{ url, valueString: text }] };
    else if (parent[sibling] !== undefined) delete parent[sibling];
  };
  const read: Primitives['read'] = ({ parent, name }, pair) => {
    const sibling = parent[siblingOf(name)];
    const kept = sibling === undefined ? undefined : textOf(sibling, url);
    const value = parent[name];
    const isValue = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    // Whoever corrected the value did not know of the text beside it.
    if (kept !== undefined && (!isValue || pair.parse(kept) === value)) return kept;
    return isValue ? pair.render(value) : undefined;
  };
  return {
    write,
    read,
    codec: (pair) => ({
      write(slot, text) {
        write(slot, text, pair);
        return 'exact';
      },
      read: (slot) => read(slot, pair),
    }),
  };
}

function textOf(sibling: unknown, url: string): string | undefined {
  const kept: JsonNode | undefined = objectsAt(sibling, 'extension').find((extension) => extension['url'] === url);
  return kept === undefined ? undefined : String(kept['valueString']);
}

/** FHIR string: any text. */
export const STRING: PrimitivePair = { parse: (text) => text, render: String };

const CODE = /^\S+(?: \S+)*$/;

/** FHIR code: no space at the ends, single spaces inside. @source https://hl7.org/fhir/R4/datatypes.html#code */
export const CODE_TEXT: PrimitivePair = {
  parse: (text) => (CODE.test(text.trim()) ? text.trim() : undefined),
  render: String,
};

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['0', false],
]);

/** FHIR boolean: `1` and `0`. */
export const BOOLEAN: PrimitivePair = {
  parse: (text) => FLAGS.get(text),
  render: (value) => (value === true ? '1' : '0'),
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

/** A measured number keeps its own digits: `5.60` is not `5.6`. */
export const MEASURED: PrimitivePair = { parse: decimalPair(0).parse, render: String };

const INTEGER = /^-?\d{1,9}$/;

/** FHIR integer: at most nine digits here, so that every reader can hold it. */
export const INTEGER_TEXT: PrimitivePair = {
  parse: (text) => (INTEGER.test(text) ? Number(text) + 0 : undefined),
  render: String,
};
