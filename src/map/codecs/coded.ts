import { codeSystemOf, type IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { JsonNode } from '../json-node.ts';
import { childOf, listOf } from '../json-node.ts';
import type { TargetSpec } from '../mapping-table.ts';
import type { Codec } from './codec.ts';
import { CODE_TEXT, STRING, type WritePrimitive } from './primitive.ts';

/** Text of a code in the sender's language, when the dated list has one. */
export type DisplayOf = (list: string, code: string) => string | undefined;

const elementAt = (parent: JsonNode, name: string) => (name === '' ? parent : childOf(parent, name));

/** Coding of a national list. */
export function codingCodec(spec: TargetSpec, systems: IdentifierSystems, write: WritePrimitive, displayOf: DisplayOf): Codec {
  const list = String(spec.list);
  const system = codeSystemOf(systems, list);
  return ({ parent, name }, text) => {
    const coding = elementAt(parent, name);
    coding['system'] = system;
    write({ parent: coding, name: 'code' }, text, CODE_TEXT);
    const display = displayOf(list, text);
    if (display !== undefined) coding['display'] = display;
    return 'exact';
  };
}

/** CodeableConcept with one coding of a national list; a text that stands there already stays. */
export function conceptCodec(spec: TargetSpec, systems: IdentifierSystems, write: WritePrimitive, displayOf: DisplayOf): Codec {
  const coding = codingCodec(spec, systems, write, displayOf);
  return ({ parent, name }, text, scope) => {
    const element: JsonNode = {};
    listOf(elementAt(parent, name), 'coding').push(element);
    return coding({ parent: element, name: '' }, text, scope);
  };
}

/** A coarser code beside the home of a field; without a translation the element stays as it was. */
export function translatedCodingCodec({ system, translate = {} }: TargetSpec): Codec {
  return ({ parent, name }, text) => {
    const code = translate[text];
    if (code !== undefined) parent[name] = { system, code };
    return 'exact';
  };
}

/** Identifier of a known system. */
export function identifierCodec({ system = '' }: TargetSpec, { systems }: IdentifierSystems, write: WritePrimitive): Codec {
  const uri = systems[system];
  if (uri === undefined) throw new Error(`identifier system ${system} is not in profiles/identifiers.json`);
  return ({ parent, name }, text) => {
    const identifier = childOf(parent, name);
    identifier['system'] = uri;
    write({ parent: identifier, name: 'value' }, text, STRING);
    return 'exact';
  };
}
