import type { FormTree } from '../../types/form-tree.ts';
import type { XmlElement } from '../xml-element.ts';

/**
 * The element of a nested document as a tree. Text between elements is a leaf `#text`, without the space around it.
 * Attributes are not read: the forms have none.
 */
export function bodyOfXml({ name, text, content }: XmlElement): FormTree {
  const children = (content ?? [text]).flatMap((part): FormTree[] => {
    if (typeof part !== 'string') return [part.content === null ? leafOf(part) : bodyOfXml(part)];
    const between = part.trim();
    return between === '' ? [] : [{ name: '#text', text: between, children: [] }];
  });
  return { name, text: null, children };
}

function leafOf({ name, text }: XmlElement): FormTree {
  return { name, text, children: [] };
}
