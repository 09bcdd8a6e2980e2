import type { CodeLists } from '../../fhir/code-lists.ts';
import { codeSystemOf, type IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { JsonNode } from '../json-node.ts';
import { childOf, listOf } from '../json-node.ts';
import type { TargetSpec } from '../mapping-table.ts';
import type { Codec, PrimitivePair } from './codec.ts';
import { CODE_TEXT, STRING, type WritePrimitive } from './primitive.ts';

export interface CodedParts {
  readonly systems: IdentifierSystems;
  readonly codeLists: CodeLists;
  readonly write: WritePrimitive;
}

const elementAt = (parent: JsonNode, name: string) => (name === '' ? parent : childOf(parent, name));

/**
 * A code of a list; a text that exports carry in its place (`3` for `03`) is read as the code, and kept beside it. What is
 * certainly no code of the list on that day is kept as a text: the code system has no such code.
 */
function codePair(list: string, codeLists: CodeLists, day: string | undefined): PrimitivePair {
  return {
    parse(text) {
      const code = codeLists.synonym(list, text) ?? CODE_TEXT.parse(text);
      const isNone = codeLists.isCertain(list, day) && codeLists.lookup(list, String(code), day) === undefined;
      return isNone ? undefined : code;
    },
    render: String,
  };
}

/** Coding of a national list, with the version and the display that the list had on the day when care ended. */
export function codingCodec({ list = '' }: TargetSpec, { systems, codeLists, write }: CodedParts): Codec {
  const system = codeSystemOf(systems, list);
  return ({ parent, name }, text, { episode }) => {
    const coding = elementAt(parent, name);
    coding['system'] = system;
    const version = codeLists.edition(list, episode.day);
    if (version !== undefined) coding['version'] = version;
    write({ parent: coding, name: 'code' }, text, codePair(list, codeLists, episode.day));
    const display = codeLists.lookup(list, String(coding['code']), episode.day)?.vi;
    if (display !== undefined) coding['display'] = display;
    return 'exact';
  };
}

/** CodeableConcept with one coding of a national list; a text that stands there already stays. */
export function conceptCodec(spec: TargetSpec, parts: CodedParts): Codec {
  const coding = codingCodec(spec, parts);
  return ({ parent, name }, text, scope) => {
    const element: JsonNode = {};
    listOf(elementAt(parent, name), 'coding').push(element);
    return coding({ parent: element, name: '' }, text, scope);
  };
}

/** A coarser code beside the home of a field; without a translation the element stays as it was. */
export function translatedCodingCodec(
  { system, translate = {}, list = '' }: TargetSpec,
  { codeLists }: CodedParts,
): Codec {
  return ({ parent, name }, text) => {
    const code = translate[codeLists.synonym(list, text) ?? text];
    if (code !== undefined) parent[name] = { system, code };
    return 'exact';
  };
}

/** A code of the form as a code of FHIR (`1` -> `male`). */
export function translationPair({ translate = {}, list = '' }: TargetSpec, codeLists: CodeLists): PrimitivePair {
  const back = new Map(Object.entries(translate).map(([code, value]) => [value, code]));
  return {
    parse: (text) => translate[codeLists.synonym(list, text) ?? text],
    render: (value) => back.get(String(value)) ?? '',
  };
}

/** Identifier of a known system. */
export function identifierCodec({ system = '' }: TargetSpec, { systems: { systems }, write }: CodedParts): Codec {
  const uri = systems[system];
  if (uri === undefined) throw new Error(`identifier system ${system} is not in profiles/identifiers.json`);
  return ({ parent, name }, text) => {
    const identifier = childOf(parent, name);
    identifier['system'] = uri;
    write({ parent: identifier, name: 'value' }, text, STRING);
    return 'exact';
  };
}
