import { type Markup, MarkupScanner } from './markup-scanner.ts';
import { NarrativeLinks } from './narrative-links.ts';
import { NarrativeParts } from './narrative-parts.ts';
import { NARRATIVE_RULES, type ReportNarrative, shownName } from './narrative-report.ts';
import { UNKNOWN_ELEMENT, XHTML_ELEMENTS, type XhtmlElement } from './xhtml-element.ts';

const XHTML = 'http://www.w3.org/1999/xhtml';
/** Levels of elements that are followed, as in the reference validator. */
const MAX_DEPTH = 500;

/**
 * Reads the XHTML of a narrative once, from tag to tag, and reports what R4 does not let it hold. Keeps no tree: only
 * the elements that are open, and what links and languages need.
 * @source https://hl7.org/fhir/R4/narrative.html#xhtml
 */
export class NarrativeReader {
  readonly links = new NarrativeLinks();
  readonly parts = new NarrativeParts();
  /** Text that is not white space, or an image. */
  hasContent = false;
  /** An element inside the root, other than `pre`, whose white space is content of a kind. */
  hasMarkup = false;
  readonly #text: string;
  readonly #report: ReportNarrative;
  readonly #scanner: MarkupScanner;
  /** By depth: the open elements, and the marks that each and those around it set. */
  readonly #open: XhtmlElement[] = [];
  #depth = 0;
  readonly #marks: number[] = [];
  #prefixes: Map<string, string> | undefined;
  #hasRoot = false;

  constructor(text: string, report: ReportNarrative) {
    this.#text = text;
    this.#report = report;
    this.#scanner = new MarkupScanner(text);
  }

  /** Reads to the end. False when the text is not one well-formed element; the findings until there are reported. */
  read(): boolean {
    let markup = this.#scanner.next();
    while (markup !== 'end' && markup !== 'broken') {
      if (!this.#takeText() || !this.#take(markup)) return false;
      markup = this.#scanner.next();
    }
    if (this.#scanner.hasForeignEntity) this.#report(NARRATIVE_RULES.entity);
    return markup === 'end' && this.#hasRoot && this.#takeText();
  }

  #take(markup: Markup): boolean {
    switch (markup) {
      case 'open':
        return this.#openElement();
      case 'close':
        this.#depth -= 1;
        return true;
      case 'cdata':
        return this.#takeCharacters();
      case 'comment':
        return true;
      default:
        this.#report(NARRATIVE_RULES.declaration);
        return markup === 'instruction';
    }
  }

  #openElement(): boolean {
    const { nameStart, nameEnd, attributes, isSelfClosed } = this.#scanner;
    const depth = this.#depth;
    if (depth >= MAX_DEPTH || (depth === 0 && this.#hasRoot)) return false;
    const element =
      XHTML_ELEMENTS.find(this.#text, nameStart, nameEnd) ?? this.#unusualElement(this.#text.slice(nameStart, nameEnd));
    if (attributes.length > 0) this.#checkAttributes(element);
    if (depth === 0) this.#openRoot(element);
    else this.#checkPlace(element, depth);
    if (depth < 2) this.parts.enter(depth, element.name, this.#scanner);
    if (isSelfClosed) return true;
    this.#marks[depth] = (depth === 0 ? 0 : (this.#marks[depth - 1] as number)) | element.marks;
    this.#open[depth] = element;
    this.#depth = depth + 1;
    return true;
  }

  #openRoot(element: XhtmlElement): void {
    this.#hasRoot = true;
    const { attributes, nameStart, nameEnd } = this.#scanner;
    const hasPrefix = nameEnd - nameStart > element.name.length;
    if (element.name !== 'div' || !(hasPrefix || attributes.includes('xmlns'))) this.#report(NARRATIVE_RULES.namespace);
  }

  /** An element with a prefix, or one that R4 does not have. */
  #unusualElement(name: string): XhtmlElement {
    const colon = name.indexOf(':');
    const element = colon === -1 ? undefined : XHTML_ELEMENTS.find(name, colon + 1, name.length);
    if (element === undefined) {
      this.#report(NARRATIVE_RULES.element, { element: shownName(name) });
      return UNKNOWN_ELEMENT;
    }
    this.#declarePrefixes();
    if (this.#prefixes?.get(name.slice(0, colon)) !== XHTML) this.#report(NARRATIVE_RULES.namespace);
    return element;
  }

  #declarePrefixes(): void {
    const { attributes, values } = this.#scanner;
    for (const [at, attribute] of attributes.entries()) {
      if (!attribute.startsWith('xmlns:')) continue;
      this.#prefixes ??= new Map();
      this.#prefixes.set(attribute.slice('xmlns:'.length), values[at] ?? '');
    }
  }

  #checkAttributes(element: XhtmlElement): void {
    const { attributes, values } = this.#scanner;
    for (let at = 0; at < attributes.length; at += 1) {
      const attribute = attributes[at] as string;
      const value = values[at] as string;
      if (attribute.startsWith('xmlns')) this.#checkNamespace(attribute, value);
      else if (element.attributes?.has(attribute) === false) {
        this.#report(NARRATIVE_RULES.attribute, { element: element.name, attribute: shownName(attribute) });
      } else this.links.note(element.name, attribute, value, this.#report);
    }
  }

  #checkNamespace(attribute: string, value: string): void {
    if (attribute !== 'xmlns') this.#declarePrefixes();
    else if (value !== XHTML) this.#report(NARRATIVE_RULES.namespace);
  }

  #checkPlace(element: XhtmlElement, depth: number): void {
    const parent = this.#parent;
    if (element.name === 'img') this.hasContent = true;
    if (element.name !== 'pre') this.hasMarkup = true;
    if (((this.#marks[depth - 1] as number) & element.forbiddenIn) !== 0) {
      this.#report(NARRATIVE_RULES.blockInText, { element: element.name });
    }
    if ((parent.children & element.group) === 0 || (element.parents & parent.group) === 0) {
      this.#report(NARRATIVE_RULES.misplaced, { element: element.name, parent: parent.name });
    }
  }

  /** The text before a piece of markup. False when it stands outside the root. */
  #takeText(): boolean {
    const { textStart, textEnd } = this.#scanner;
    if (textStart === textEnd) return true;
    return isBlank(this.#text, textStart, textEnd) ? this.#takeBlank() : this.#takeCharacters();
  }

  #takeBlank(): boolean {
    if (this.#depth > 0 && this.#parent.isEmpty) this.#reportText();
    return true;
  }

  #takeCharacters(): boolean {
    if (this.#depth === 0) return false;
    this.hasContent = true;
    if (!this.parts.isSettled) this.parts.noteContent(this.#depth);
    if (!this.#parent.hasText) this.#reportText();
    return true;
  }

  #reportText(): void {
    this.#report(NARRATIVE_RULES.misplaced, { element: 'text', parent: this.#parent.name });
  }

  /** The innermost open element; there is one. */
  get #parent(): XhtmlElement {
    return this.#open[this.#depth - 1] as XhtmlElement;
  }
}

/** Whether all characters are white space as XML has it, or control characters. */
function isBlank(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && text.charCodeAt(at) <= 0x20) at += 1;
  return at === end;
}
