import type { CodeLists } from '../../fhir/code-lists.ts';
import { codeSystemOf, type IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { Slot } from '../element-path.ts';
import type { JsonNode } from '../json-node.ts';
import { childOf, listOf } from '../json-node.ts';
import type { TargetSpec } from '../mapping-table.ts';
import { isObject, objectsAt } from '../unchecked-element.ts';
import type { Codec, PrimitivePair } from './codec.ts';
import { CODE_TEXT, type Primitives, STRING } from './primitive.ts';

export interface CodedParts {
  readonly systems: IdentifierSystems;
  readonly codeLists: CodeLists;
  readonly primitives: Primitives;
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

/** What a code in its place is read by: the code itself, or the text that stands for it. */
function readPair(list: string, codeLists: CodeLists): PrimitivePair {
  return { parse: (text) => codeLists.synonym(list, text) ?? CODE_TEXT.parse(text), render: String };
}

/**
 * Coding of a national list, with the version and the display that the list had on the day when care ended.
 */
export function codingCodec({ list = '' }: TargetSpec, { systems, codeLists, primitives }: CodedParts): Codec {
  const system = codeSystemOf(systems, list);
  const sent = readPair(list, codeLists);
  return {
    write({ parent, name }, text, { episode }) {
      const coding = elementAt(parent, name);
      coding['system'] = system;
      const version = codeLists.edition(list, episode.day);
      if (version !== undefined) coding['version'] = version;
      primitives.write({ parent: coding, name: 'code' }, text, codePair(list, codeLists, episode.day));
      const display = codeLists.lookup(list, String(coding['code'] ?? text), episode.day);
      if (display?.vi !== undefined && coding['code'] !== undefined) coding['display'] ??= display.vi;
      return 'exact';
    },
    read({ parent, name }) {
      const coding = name === '' ? parent : parent[name];
      return isObject(coding) && coding['system'] === system
        ? primitives.read({ parent: coding, name: 'code' }, sent)
        : undefined;
    },
  };
}

/** CodeableConcept with one coding of a national list; a text that stands there already stays. */
export function conceptCodec(spec: TargetSpec, parts: CodedParts): Codec {
  const coding = codingCodec(spec, parts);
  return {
    write({ parent, name }, text, scope) {
      const element: JsonNode = {};
      listOf(elementAt(parent, name), 'coding').push(element);
      return coding.write({ parent: element, name: '' }, text, scope);
    },
    read({ parent, name }) {
      for (const element of objectsAt(name === '' ? parent : parent[name], 'coding')) {
        const text = coding.read({ parent: element, name: '' });
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}

/** What a translated code becomes at its place. */
type PlaceCode = (slot: Slot, code: string, system: string | undefined) => void;

/** A Coding. */
export const placeCoding: PlaceCode = ({ parent, name }, code, system) => {
  parent[name] = { system, code };
};

/** A further coding of a CodeableConcept. */
export const placeConcept: PlaceCode = ({ parent, name }, code, system) => {
  listOf(elementAt(parent, name), 'coding').push({ system, code });
};

/** A further element of a list: a CodeableConcept of a system, or a code. */
export const placeInList: PlaceCode = ({ parent, name }, code, system) => {
  listOf(parent, name).push(system === undefined ? code : { coding: [{ system, code }] });
};

/** A coarser code beside the home of a field; without a translation the element stays as it was. Tells nothing back. */
export function translatedCodec(
  { system, translate = {}, list = '' }: TargetSpec,
  { codeLists }: CodedParts,
  place: PlaceCode,
): Codec {
  const codes = new Map(Object.entries(translate));
  return {
    write(slot, text) {
      const code = codes.get(codeLists.synonym(list, text) ?? text);
      if (code !== undefined) place(slot, code, system);
      return 'exact';
    },
    read: () => undefined,
  };
}

/** A code of the form as a code of FHIR (`1` -> `male`). */
export function translationPair({ translate = {}, list = '' }: TargetSpec, codeLists: CodeLists): PrimitivePair {
  const codes = new Map(Object.entries(translate));
  const back = new Map<unknown, string>();
  for (const [code, value] of codes) if (!back.has(value)) back.set(value, code);
  return {
    parse: (text) => codes.get(codeLists.synonym(list, text) ?? text),
    render: (value) => back.get(value) ?? '',
  };
}

/** Identifier of a known system. */
export function identifierCodec({ system = '' }: TargetSpec, { systems: { systems }, primitives }: CodedParts): Codec {
  const uri = systems[system];
  if (uri === undefined) throw new Error(`identifier system ${system} is not in profiles/identifiers.json`);
  return {
    write({ parent, name }, text, { episode }) {
      const identifier = childOf(parent, name);
      identifier['system'] = uri.replace('{facility}', episode.facility);
      primitives.write({ parent: identifier, name: 'value' }, text, STRING);
      return 'exact';
    },
    read({ parent, name }) {
      const identifier = parent[name];
      return isObject(identifier) ? primitives.read({ parent: identifier, name: 'value' }, STRING) : undefined;
    },
  };
}
