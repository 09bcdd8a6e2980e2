import { isSignature, withoutNumber } from '../../fhir/envelope-place.ts';
import { isCanonicalMarkup } from './canonical-markup.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { legalName } from './legal-name.ts';

/** Deeper paths than any decoder reads are taken for one name. */
const MAX_STEPS = 256;

/** An element that is being put together. */
export class XmlNode {
  readonly name: string;
  readonly #attributes = new Map<string, string>();
  readonly #parts: (XmlNode | string)[] = [];
  /** Elements inside by their step of a path: `X`, `X#2`. */
  readonly #children = new Map<string, XmlNode>();
  #hasText = false;

  constructor(name: string) {
    this.name = legalName(name);
  }

  /**
   * Adds a text at a path of names: `X#2/Y` is the Y in the second X, `X/@Id` an attribute, `X/#text` text beside
   * elements. What stands in a signature is markup already.
   */
  addText(path: string, text: string): void {
    const steps = path.split('/');
    const last = steps.length > MAX_STEPS ? path : (steps.pop() ?? '');
    const parent = steps.length > MAX_STEPS ? this : this.#descend(steps);
    if (last.startsWith('@')) parent.#attributes.set(legalName(last.slice(1)), text);
    else if (withoutNumber(last) === '#text') parent.#add(escapeText(text));
    else parent.child(last).#add(isSignature(withoutNumber(last)) ? markupOf(text) : escapeText(text));
  }

  /** The element at a step of a path; it is made when it is not there yet. */
  child(step: string): XmlNode {
    let child = this.#children.get(step);
    if (child === undefined) {
      child = this.append(withoutNumber(step));
      this.#children.set(step, child);
    }
    return child;
  }

  /** The element at the end of a path. */
  at(path: string): XmlNode {
    return path === '' ? this : this.#descend(path.split('/'));
  }

  /** A new element at the end. */
  append(name: string): XmlNode {
    const child = new XmlNode(name);
    this.#parts.push(child);
    return child;
  }

  /** Adds an element that was made elsewhere. */
  appendNode(node: XmlNode): void {
    this.#parts.push(node);
  }

  /** Adds what is markup already: elements, not text. */
  appendMarkup(markup: string): void {
    if (markup !== '') this.#parts.push(markup);
  }

  /** The element as XML; elements that hold nothing but elements have each on a line of its own. */
  toMarkup(): string {
    const attributes = markupOfAttributes(this.#attributes);
    if (this.#parts.length === 0) return `<${this.name}${attributes}/>`;
    const parts = this.#parts.map((part) => (typeof part === 'string' ? part : part.toMarkup()));
    const inner = this.#hasText ? parts.join('') : `\n${parts.join('\n')}\n`;
    return `<${this.name}${attributes}>${inner}</${this.name}>`;
  }

  #add(markup: string): void {
    if (markup === '') return;
    this.#hasText = true;
    this.#parts.push(markup);
  }

  #descend(steps: readonly string[]): XmlNode {
    let node: XmlNode = this;
    for (const step of steps) node = node.child(step);
    return node;
  }
}

/** Declared where it is used: declarations of namespaces are not kept. @source https://www.w3.org/TR/xmlschema-1/#xsi_type */
const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** Attributes by their names, as markup. */
export function markupOfAttributes(attributes: ReadonlyMap<string, string>): string {
  const names = [...attributes.keys()];
  const isBound = attributes.has('xmlns:xsi') || !names.some((name) => name.startsWith('xsi:'));
  const written = [...attributes].map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`);
  return (isBound ? '' : ` ${XSI}`) + written.join('');
}

/** Markup as it was kept; anything else is written as text, so that the document stays well-formed. */
function markupOf(text: string): string {
  return isCanonicalMarkup(text) ? text : escapeText(text);
}
