import { KnownNames } from './known-names.ts';

/** What R4 lets an element of a narrative have and hold. Sets of elements and of marks are bits of a number. */
export interface XhtmlElement {
  readonly name: string;
  /** Undefined: whichever. */
  readonly attributes: ReadonlySet<string> | undefined;
  /** Marks that it sets for everything inside it. */
  readonly marks: number;
  /** Marks of any element around it that forbid it there. */
  readonly forbiddenIn: number;
  /** The group of elements that it belongs to, one bit. */
  readonly group: number;
  /** Groups that may stand directly inside, and directly around it. */
  readonly children: number;
  readonly parents: number;
  /** Text may stand directly inside. */
  readonly hasText: boolean;
  /** Nothing may stand inside it. */
  readonly isEmpty: boolean;
}

const words = (text: string): readonly string[] => text.split(' ');

const ELEMENTS = words(
  'p br div h1 h2 h3 h4 h5 h6 a span b em i strong small big tt dfn q var abbr acronym cite blockquote hr address bdo ' +
    'kbd sub sup ul ol li dl dt dd pre table caption colgroup col thead tr tfoot tbody th td code samp img map area',
);

const COMMON_ATTRIBUTES = words(
  'title style class id lang xml:lang xml:space dir accesskey tabindex span width align valign char charoff abbr axis ' +
    'headers scope rowspan colspan',
);

const OWN_ATTRIBUTES: Readonly<Record<string, string>> = {
  a: 'href name charset type hreflang rel rev shape coords',
  img: 'src border alt longdesc height width usemap ismap',
  blockquote: 'cite',
  q: 'cite',
  map: 'name',
  area: 'shape coords href nohref alt',
  table: 'summary width border frame rules cellspacing cellpadding',
  pre: 'space',
  td: 'nowrap',
};

const CHILDREN: Readonly<Record<string, string>> = {
  table: 'tbody tr caption thead tfoot col colgroup',
  tr: 'td th',
  tbody: 'tr',
  thead: 'tr',
  tfoot: 'tr',
  ul: 'li',
  ol: 'li',
  dl: 'dd dt',
  map: 'area',
};

const PARENTS: Readonly<Record<string, string>> = {
  tr: 'table thead tfoot tbody',
  tbody: 'table',
  thead: 'table',
  tfoot: 'table',
  caption: 'table',
  colgroup: 'table',
  col: 'colgroup table',
  th: 'tr thead tfoot',
  td: 'tr thead tfoot',
  li: 'ul ol',
  dd: 'dl',
  dt: 'dl',
};

/** Elements that the two tables above name, each with a bit; all others share the bit 0. */
const GROUPED = [
  ...new Set(Object.entries({ ...PARENTS, ...CHILDREN }).flatMap(([name, others]) => [name, ...words(others)])),
];
const ANY_GROUP = -1;

/** Inside `p`. */
const PARAGRAPH = 1;
/** Inside an element that holds text and phrases only. */
const TEXT = 2;

/** Phrases that do not stand inside themselves; each has a mark of its own. */
const PHRASES = words('a b em i strong small big sub sup code tt dfn q var abbr acronym cite bdo kbd samp');
const TEXT_HOLDERS = new Set([...PHRASES, ...words('p h1 h2 h3 h4 h5 h6 pre address span caption dd dt')]);
const NOT_IN_TEXT = new Set(words('div pre table ul ol'));
const NOT_IN_PARAGRAPH = new Set(words('div blockquote table ol ul p'));
const EMPTY = new Set(words('br img hr area'));

/**
 * Elements of a narrative by name: chapters 7 to 11 (without section 4 of chapter 9) and 15 of HTML 4.0, `a` and `img`.
 * Which attributes each may have and what may stand inside what is as the reference validator decides it.
 * @source https://hl7.org/fhir/R4/narrative.html#xhtml, https://www.w3.org/TR/1999/REC-html401-19991224/sgml/dtd.html
 */
export const XHTML_ELEMENTS = new KnownNames(ELEMENTS.map(describe));

/** Stands for an element that no narrative may have; nothing more is said about what it has and holds. */
export const UNKNOWN_ELEMENT: XhtmlElement = {
  name: '',
  attributes: undefined,
  marks: 0,
  forbiddenIn: 0,
  group: ANY_GROUP,
  children: ANY_GROUP,
  parents: ANY_GROUP,
  hasText: true,
  isEmpty: false,
};

function describe(name: string): XhtmlElement {
  const phrase = PHRASES.indexOf(name);
  const ownMark = phrase === -1 ? 0 : 4 << phrase;
  const isEmpty = EMPTY.has(name);
  return {
    name,
    attributes: new Set([...COMMON_ATTRIBUTES, ...words(OWN_ATTRIBUTES[name] ?? '')]),
    marks: ownMark | (TEXT_HOLDERS.has(name) ? TEXT : 0) | (name === 'p' ? PARAGRAPH : 0),
    forbiddenIn: ownMark | (NOT_IN_TEXT.has(name) ? TEXT : 0) | (NOT_IN_PARAGRAPH.has(name) ? PARAGRAPH : 0),
    group: groupOf(name),
    children: isEmpty ? 0 : groupsOf(CHILDREN[name]),
    parents: groupsOf(PARENTS[name]),
    hasText: !isEmpty && CHILDREN[name] === undefined,
    isEmpty,
  };
}

function groupOf(name: string): number {
  return 1 << (GROUPED.indexOf(name) + 1);
}

function groupsOf(names: string | undefined): number {
  if (names === undefined) return ANY_GROUP;
  return words(names).reduce((groups, name) => groups | groupOf(name), 0);
}
