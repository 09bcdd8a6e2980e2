import type { CodeLists } from '../../fhir/code-lists.ts';
import type { TargetSpec } from '../mapping-table.ts';
import { contentKey } from '../template.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import type { Codec } from './codec.ts';

/**
 * The kind of a result by the cost group (MA_NHOM) of its order, which is looked up by the fields in `with`: 1 laboratory,
 * 2 imaging. A copy: nothing is read back. Without an order, or of another group, nothing is said.
 */
export function orderCategoryCodec({ system, translate = {}, with: by = [] }: TargetSpec): Codec {
  const categories = new Map(Object.entries(translate));
  return {
    write({ parent, name }, _text, { episode, row }) {
      const order = episode.lookup('order', contentKey(row, by))?.object;
      const [group] = objectsAt(objectsAt(order, 'category')[0], 'coding');
      const code = categories.get(textAt(group, 'code') ?? '');
      if (code !== undefined) parent[name] = [{ coding: [{ system, code }] }];
      return 'exact';
    },
    read: () => undefined,
  };
}

/** The words of a list for a code, as a copy for people; where the list has none, what stands there stays. */
export function displayCodec({ list = '' }: TargetSpec, codeLists: CodeLists): Codec {
  return {
    write({ parent, name }, text, { episode }) {
      const words = codeLists.lookup(list, codeLists.synonym(list, text) ?? text, episode.day)?.vi;
      if (words !== undefined) parent[name] = words;
      return 'exact';
    },
    read: () => undefined,
  };
}
