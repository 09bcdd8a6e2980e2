import type { FormTree } from '../../types/form-tree.ts';
import { memberOfField } from './member-name.ts';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * A tree as JSON text, as `readJsonTree` reads it: children of one name that are items of a list
 * become an array, values keep their types and digits. A text that cannot be of its type is written as a string.
 *
 * @param tree no deeper than the documents that are read
 * @param indent spaces for each level; 0 for one line
 */
export function writeJsonTree(tree: FormTree, indent: number): string {
  return writeValue(tree, '\n', indent);
}

function writeValue({ text, jsonType, children }: FormTree, line: string, indent: number): string {
  if (text !== null) return writeLeaf(text, jsonType);
  const inside = indent === 0 ? '' : line + ' '.repeat(indent);
  const isArray = children[0]?.name === '' && children[0].inArray === true;
  const parts = isArray
    ? children.map((item) => writeValue(item, inside, indent))
    : membersOf(children).map(
        ([name, values]) =>
          `${JSON.stringify(memberOfField(name))}:${indent === 0 ? '' : ' '}${writeMember(values, inside, indent)}`,
      );
  return between(isArray ? '[]' : '{}', parts, line, inside);
}

/** A member's value; the items of a list stand beside each other under its name. */
function writeMember(values: readonly FormTree[], line: string, indent: number): string {
  const [first] = values;
  if (first === undefined) return 'null';
  if (values.length === 1 && first.inArray !== true) return writeValue(first, line, indent);
  const inside = indent === 0 ? '' : line + ' '.repeat(indent);
  return between(
    '[]',
    values.map((item) => writeValue(item, inside, indent)),
    line,
    inside,
  );
}

function between(brackets: string, parts: readonly string[], line: string, inside: string): string {
  const [open = '', close = ''] = brackets;
  return parts.length === 0
    ? brackets
    : `${open}${inside}${parts.join(`,${inside}`)}${inside === '' ? '' : line}${close}`;
}

function membersOf(children: readonly FormTree[]): readonly (readonly [name: string, values: readonly FormTree[]])[] {
  return [...Map.groupBy(children, ({ name }) => name)];
}

function writeLeaf(text: string, jsonType: FormTree['jsonType']): string {
  if (jsonType === 'array' && text === '') return '[]';
  if (jsonType === 'null' && text === '') return 'null';
  if (jsonType === 'boolean' && (text === 'true' || text === 'false')) return text;
  return jsonType === 'number' && NUMBER.test(text) ? text : JSON.stringify(text);
}
