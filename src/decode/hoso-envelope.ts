import { HOSO, isSignature, USUAL_PATHS } from '../fhir/envelope-place.ts';
import { ElementTexts } from './element-texts.ts';
import { EnvelopeTexts } from './envelope-texts.ts';
import type { XmlHandler } from './parse-xml.ts';
import { type ElementBudget, type XmlElement, XmlTreeBuilder } from './xml-element.ts';

/** One FILEHOSO as sent. */
export interface HosoFile {
  /** LOAIHOSO as sent. */
  readonly kind: string;
  /** Text of NOIDUNGFILE: base64, or XML that was escaped or put into CDATA. */
  readonly content: string;
  /** Elements that stand in NOIDUNGFILE as they are, unencoded. */
  readonly elements: readonly XmlElement[];
}

/** One HOSO: the tables of one record, and what was told around them. */
export interface Hoso {
  readonly files: readonly HosoFile[];
  /** What the elements of this HOSO may still cost, inner tables included. */
  readonly budget: ElementBudget;
  /** Texts of the envelope up to the next HOSO. */
  readonly texts: ReadonlyMap<string, string>;
  /** Texts in this HOSO, outside its tables. */
  readonly ownTexts: ElementTexts;
}

/** Elements that carry records, and the parent each must have (null: any, outside HOSO). */
const CARRIERS = new Map([
  ['THONGTINDONVI', null],
  ['THONGTINHOSO', null],
  ['DANHSACHHOSO', null],
  ['HOSO', null],
  ['FILEHOSO', 'HOSO'],
  ['LOAIHOSO', 'FILEHOSO'],
  ['NOIDUNGFILE', 'FILEHOSO'],
]);
const DESCRIPTIONS = new Set(['MACSKCB', 'NGAYLAP', 'SOLUONGHOSO']);
/** Far above what 50 MiB of real records hold; without it an envelope of empty HOSO would be a flood of receipts. */
export const MAX_HOSO = 10_000;
const MAX_UNKNOWN_NAMES = 5;
const MAX_CHILDREN = 50;

/** Why the envelope cannot be read although it is well-formed XML. */
export interface EnvelopeFault {
  readonly reason: 'root' | 'misplaced';
  /** Upper case. */
  readonly element: string;
  /** Upper-case names of the first elements directly in a root of another name. */
  readonly children: Set<string>;
}

/**
 * Reads `GIAMDINHHS / THONGTINHOSO / DANHSACHHOSO / HOSO / FILEHOSO` and the other envelopes of this shape, and hands
 * out each HOSO when the next one begins, or the document ends. What else the envelope holds is kept in `texts`; of
 * unknown elements the names stand in `unknown`.
 */
export class HosoEnvelopeReader implements XmlHandler {
  /** Upper case; null before it was read. */
  root: string | null = null;
  fault: EnvelopeFault | null = null;
  facility: string | null = null;
  declaredCount: string | null = null;
  hosoCount = 0;
  fileCount = 0;
  lowerCase = false;
  readonly unknown = new Set<string>();
  readonly texts = new EnvelopeTexts(USUAL_PATHS.hoso);

  readonly #roots: ReadonlySet<string>;
  readonly #maxElements: number;
  readonly #path: string[] = [];
  readonly #envelopeBudget: ElementBudget;
  #kind = '';
  #content = '';
  #elements: XmlElement[] = [];
  #builder: XmlTreeBuilder | null = null;
  #builderDepth = 0;
  #files: HosoFile[] = [];
  #budget: ElementBudget;
  #ownTexts = new ElementTexts();
  /** The HOSO that was read last. */
  #held: Omit<Hoso, 'texts'> | null = null;
  #ended: Hoso[] = [];
  #depthInOther = 0;

  /**
   * @param roots upper-case names of the envelopes that are read.
   * @param maxElements of the envelope itself, and again of each HOSO with its inner tables.
   */
  constructor(roots: ReadonlySet<string>, maxElements: number) {
    this.#roots = roots;
    this.#maxElements = maxElements;
    this.#envelopeBudget = { left: maxElements };
    this.#budget = { left: maxElements };
  }

  /** The HOSO that are whole since the last call, in order. */
  takeEnded(): readonly Hoso[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  /** The document ended well: the last HOSO is whole too. */
  end(): void {
    this.#release();
  }

  open(sent: string, attributes: Readonly<Record<string, string>>): boolean {
    if (this.fault !== null) this.#peek(this.fault, sent);
    else if (this.#builder !== null) return this.#openNested(this.#builder, sent, attributes);
    else if (this.#parent() === 'NOIDUNGFILE') {
      return this.#openNested(new XmlTreeBuilder(this.#budget), sent, attributes);
    } else {
      const name = sent.toUpperCase();
      if (!this.#enter(name, sent, attributes)) {
        // What is no carrier is read whole: it becomes texts when it ends.
        if (this.fault === null) return this.#openNested(new XmlTreeBuilder(this.#envelopeBudget), sent, attributes);
      } else this.#envelopeBudget.left -= 1;
    }
    return this.#envelopeBudget.left >= 0 && this.hosoCount < MAX_HOSO;
  }

  text(text: string): void {
    if (this.#builder !== null) this.#builder.text(text);
    else if (this.#parent() === 'NOIDUNGFILE') this.#content += text;
    else if (this.#parent() === 'LOAIHOSO') this.#kind += text;
  }

  close(): void {
    if (this.fault !== null) this.#depthInOther -= 1;
    else if (this.#builder !== null) this.#closeNested(this.#builder);
    else this.#leave(this.#path.pop());
  }

  /** The document is another reader's: what helps to tell whose. */
  #peek({ children }: EnvelopeFault, sent: string): void {
    if (this.#depthInOther === 0 && children.size < MAX_CHILDREN) children.add(sent.toUpperCase());
    this.#depthInOther += 1;
  }

  #parent(): string | undefined {
    return this.#path[this.#path.length - 1];
  }

  /** False: the element is no carrier (or a fault). */
  #enter(name: string, sent: string, attributes: Readonly<Record<string, string>>): boolean {
    if (this.#path.length === 0) {
      if (!this.#roots.has(name)) this.fault = { reason: 'root', element: name, children: new Set() };
      else this.root = name;
    } else {
      const parent = CARRIERS.get(name);
      if (parent === undefined) return false;
      const inPlace = parent === null ? !this.#path.includes('HOSO') : this.#parent() === parent;
      if (!inPlace) this.fault = { reason: 'misplaced', element: name, children: new Set() };
    }
    if (this.fault !== null) return false;
    if (name !== sent) this.lowerCase = true;
    this.#path.push(name);
    if (name === HOSO) this.#startHoso();
    this.#textsHere().addAttributes(this.#pathHere(), attributes);
    return true;
  }

  #startHoso(): void {
    this.#release();
    this.texts.recordStarts(this.#path.slice(1).join('/'));
  }

  #leave(name: string | undefined): void {
    if (name === 'FILEHOSO') this.#endFile();
    else if (name === HOSO) this.#endHoso();
  }

  #endFile(): void {
    this.fileCount += 1;
    this.#files.push({ kind: this.#kind, content: this.#content, elements: this.#elements });
    this.#kind = '';
    this.#content = '';
    this.#elements = [];
  }

  #endHoso(): void {
    this.hosoCount += 1;
    this.#held = { files: this.#files, budget: this.#budget, ownTexts: this.#ownTexts };
    this.#files = [];
    this.#budget = { left: this.#maxElements };
    this.#ownTexts = new ElementTexts();
  }

  #release(): void {
    if (this.#held !== null) this.#ended.push({ ...this.#held, texts: this.texts.soFar() });
    this.#held = null;
  }

  #openNested(builder: XmlTreeBuilder, name: string, attributes: Readonly<Record<string, string>>): boolean {
    this.#builder = builder;
    this.#builderDepth += 1;
    return builder.open(name, attributes);
  }

  #closeNested(builder: XmlTreeBuilder): void {
    builder.close();
    this.#builderDepth -= 1;
    if (this.#builderDepth > 0) return;
    this.#builder = null;
    if (builder.root === null) return;
    if (this.#parent() === 'NOIDUNGFILE') this.#elements.push(builder.root);
    else this.#describe(builder.root);
  }

  /** An element that is no carrier. */
  #describe(element: XmlElement): void {
    const name = element.name.toUpperCase();
    const isKnown = isSignature(name) || (DESCRIPTIONS.has(name) && !this.#path.includes(HOSO));
    if (!isKnown) {
      if (this.unknown.size < MAX_UNKNOWN_NAMES) this.unknown.add(name);
    } else if (name !== element.name) this.lowerCase = true;
    const here = this.#pathHere();
    this.#textsHere().add(`${here}${here === '' ? '' : '/'}${isKnown ? name : element.name}`, element);
    if (!isKnown) return;
    if (name === 'MACSKCB') this.facility = element.text.trim();
    else if (name === 'SOLUONGHOSO') this.declaredCount = element.text.trim();
  }

  #textsHere(): ElementTexts {
    return this.#path.includes(HOSO) ? this.#ownTexts : this.texts;
  }

  /** From the root; in a HOSO from that, with the number of the FILEHOSO. */
  #pathHere(): string {
    const hoso = this.#path.indexOf(HOSO);
    if (hoso === -1) return this.#path.slice(1).join('/');
    const number = this.#files.length + 1;
    const steps = this.#path
      .slice(hoso)
      .map((name) => (name === 'FILEHOSO' && number > 1 ? `${name}#${number}` : name));
    return steps.join('/');
  }
}
