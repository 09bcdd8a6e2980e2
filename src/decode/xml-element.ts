import { createXmlReader, type XmlFault, type XmlHandler, type XmlReader } from './parse-xml.ts';

/** One element of a small document. Its text keeps white space as sent. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text inside; when there are elements inside, only what stands before the first. */
  readonly text: string;
  /** Elements and text in the order of the document; null when there are no elements inside. */
  readonly content: readonly (XmlElement | string)[] | null;
}

/** Elements that may still be built; shared by the documents of one record, so that no record is endless. */
export interface ElementBudget {
  left: number;
}

interface OpenElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
  content: (XmlElement | string)[] | null;
}

/** One object for nearly every element, so that the parser's own can be let go. */
const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({});

/** Builds elements from the events of an XmlReader. */
export class XmlTreeBuilder implements XmlHandler {
  root: XmlElement | null = null;
  readonly #budget: ElementBudget;
  readonly #open: OpenElement[] = [];

  constructor(budget: ElementBudget) {
    this.#budget = budget;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): boolean {
    this.#open.push({ name, attributes: isEmpty(attributes) ? NO_ATTRIBUTES : attributes, text: '', content: null });
    this.#budget.left -= 1;
    return this.#budget.left >= 0;
  }

  text(text: string): void {
    const element = this.#open[this.#open.length - 1];
    if (element === undefined) return;
    if (element.content === null) element.text += text;
    else element.content.push(text);
  }

  close(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    const parent = this.#open[this.#open.length - 1];
    if (parent === undefined) this.root = element;
    else if (parent.content === null) parent.content = parent.text === '' ? [element] : [parent.text, element];
    else parent.content.push(element);
  }
}

/** A document that was read to its end, or the fault that stopped it; the reader tells what else was seen. */
export type XmlDocument =
  | { readonly root: XmlElement; readonly fault: null; readonly reader: XmlReader }
  | { readonly root: null; readonly fault: XmlFault; readonly reader: XmlReader };

/**
 * Reads a whole document at once. Refuses what `createXmlReader` refuses, and more elements than the budget has left.
 * A byte order mark or white space before the declaration, which XML forbids, is passed over.
 */
export function parseXmlDocument(text: string, maxDepth: number, budget: ElementBudget): XmlDocument {
  const builder = new XmlTreeBuilder(budget);
  const body = text.trimStart();
  const firstLine = text.slice(0, text.length - body.length).split('\n').length;
  const reader = createXmlReader(builder, { maxDepth, firstLine });
  reader.write(body);
  reader.end();
  if (reader.fault !== null) return { root: null, fault: reader.fault, reader };
  if (builder.root === null) throw new Error('a document without fault has a root');
  return { root: builder.root, fault: null, reader };
}

/** The elements directly inside. */
export function childrenOf({ content }: XmlElement): readonly XmlElement[] {
  return content === null ? [] : content.filter((part): part is XmlElement => typeof part !== 'string');
}

/** What stands inside an element, as XML text: text escaped, elements written out again. */
export function innerMarkup({ content, text }: XmlElement): string {
  if (content === null) return escapeText(text);
  return content.map((part) => (typeof part === 'string' ? escapeText(part) : outerMarkup(part))).join('');
}

/** An element as XML text, written anew. */
export function outerMarkup(element: XmlElement): string {
  const attributes = Object.entries(element.attributes)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('');
  const inner = innerMarkup(element);
  return inner === '' ? `<${element.name}${attributes}/>` : `<${element.name}${attributes}>${inner}</${element.name}>`;
}

function isEmpty(attributes: Readonly<Record<string, string>>): boolean {
  for (const _ in attributes) return false;
  return true;
}

/** A carriage return that was read is one that was written as `&#13;`: any other was a line end. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

/** In attributes line ends and tabs become spaces, unless they are written so. */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
