import type { FormTree } from '../../types/form-tree.ts';
import type { XmlElement } from '../xml-element.ts';

/**
 * An element of a nested document as a tree. Text between elements is a leaf `#text`, without the space around it.
 * Attributes are not read: the forms have none.
 */
export function treeOfXml({ name, text, content }: XmlElement): FormTree {
  if (content === null) return { name, text, children: [] };
  const children = content.flatMap((part): FormTree[] => {
    if (typeof part !== 'string') return [treeOfXml(part)];
    const between = part.trim();
    return between === '' ? [] : [{ name: '#text', text: between, children: [] }];
  });
  return { name, text: null, children };
}
