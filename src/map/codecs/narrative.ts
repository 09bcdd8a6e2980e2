import { isObject, textAt } from '../unchecked-element.ts';
import type { Codec } from './codec.ts';

const OPEN = '<div xmlns="http://www.w3.org/1999/xhtml"><p>';
const CLOSE = '</p></div>';
/** @source https://hl7.org/fhir/R4/valueset-narrative-status.html: empty, without content */
const NO_TEXT = Object.freeze({ status: 'empty', div: `${OPEN}–${CLOSE}` });
const ENTITIES: readonly (readonly [string, string])[] = [
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#xD;', '\r'],
  ['&amp;', '&'],
];

/**
 * Free text as a Narrative of one paragraph. What another system wrote as XHTML is read as its text.
 * @source https://hl7.org/fhir/R4/narrative.html
 */
export const NARRATIVE: Codec = {
  write({ parent, name }, text) {
    const escaped = text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // XML readers make a line feed of a carriage return that stands as itself.
      .replaceAll('\r', '&#xD;');
    // An XHTML without visible text is no narrative (txt-2): white space alone is kept beside it.
    const isBlank = text.trim() === '';
    parent[name] = isBlank ? NO_TEXT : { status: 'generated', div: OPEN + escaped + CLOSE };
    return isBlank ? 'verbatim' : 'exact';
  },
  read({ parent, name }) {
    const div = isObject(parent[name]) ? textAt(parent[name], 'div') : undefined;
    if (div === undefined || textAt(parent[name], 'status') === 'empty') return undefined;
    const own = div.startsWith(OPEN) && div.endsWith(CLOSE);
    return unescapeText(own ? div.slice(OPEN.length, -CLOSE.length) : div.replaceAll(/<[^<>]*>/g, ' ').trim());
  },
};

function unescapeText(text: string): string {
  return ENTITIES.reduce((result, [entity, character]) => result.replaceAll(entity, character), text);
}
