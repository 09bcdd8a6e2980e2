import type { XmlHandler } from './parse-xml.ts';
import { type ElementBudget, type XmlElement, XmlTreeBuilder } from './xml-element.ts';

/** One FILEHOSO as sent. */
export interface ClaimFile {
  readonly loaiHoSo: string;
  /** Text of NOIDUNGFILE: base64, or XML that was escaped or put into CDATA. */
  readonly content: string;
  /** Elements that stand in NOIDUNGFILE as they are, unencoded. */
  readonly elements: readonly XmlElement[];
}

/** One HOSO: the tables of one care episode. */
export interface ClaimHoso {
  readonly files: readonly ClaimFile[];
  /** What the elements of this HOSO may still cost, inner tables included. */
  readonly budget: ElementBudget;
}

/** Elements whose text is read. Everything else of the envelope is only structure. */
const TEXT_ELEMENTS = ['MACSKCB', 'SOLUONGHOSO', 'LOAIHOSO', 'NOIDUNGFILE'] as const;
type TextElement = (typeof TEXT_ELEMENTS)[number];

/** Elements that carry records, and the parent each must have (null: any, outside HOSO). */
const CARRIERS = new Map([
  ['THONGTINHOSO', null],
  ['DANHSACHHOSO', null],
  ['HOSO', null],
  ['FILEHOSO', 'HOSO'],
  ['LOAIHOSO', 'FILEHOSO'],
  ['NOIDUNGFILE', 'FILEHOSO'],
]);
const DESCRIPTIONS = new Set(['THONGTINDONVI', 'MACSKCB', 'NGAYLAP', 'SOLUONGHOSO']);
const ROOT = 'GIAMDINHHS';
const SIGNATURE = 'CHUKYDONVI';
/** Far above what 50 MiB of real records hold; without it an envelope of empty HOSO would be a flood of receipts. */
export const MAX_HOSO = 10_000;
const MAX_UNKNOWN_NAMES = 5;

/** Why the envelope cannot be read although it is well-formed XML. */
export interface EnvelopeFault {
  readonly reason: 'root' | 'misplaced';
  /** Upper case. */
  readonly element: string;
}

/**
 * Reads `GIAMDINHHS / THONGTINHOSO / DANHSACHHOSO / HOSO / FILEHOSO` and hands out each HOSO as it ends. The content
 * of CHUKYDONVI is not read; other unknown elements are named in `unknown` and not read.
 */
export class ClaimEnvelopeReader implements XmlHandler {
  fault: EnvelopeFault | null = null;
  facility: string | null = null;
  declaredCount: string | null = null;
  hosoCount = 0;
  fileCount = 0;
  lowerCase = false;
  readonly unknown = new Set<string>();

  readonly #maxElements: number;
  readonly #path: string[] = [];
  #elementsLeft: number;
  #skipDepth = 0;
  #text: Record<TextElement, string> = emptyTexts();
  #elements: XmlElement[] = [];
  #builder: XmlTreeBuilder | null = null;
  #builderDepth = 0;
  #files: ClaimFile[] = [];
  #budget: ElementBudget;
  #ended: ClaimHoso[] = [];

  /** @param maxElements of the envelope itself, and again of each HOSO with its inner tables. */
  constructor(maxElements: number) {
    this.#maxElements = maxElements;
    this.#elementsLeft = maxElements;
    this.#budget = { left: maxElements };
  }

  /** The HOSO that ended since the last call, in order. */
  takeEnded(): readonly ClaimHoso[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  open(sent: string, attributes: Readonly<Record<string, string>>): boolean {
    if (this.#builder !== null || this.#parent() === 'NOIDUNGFILE') return this.#openNested(sent, attributes);
    this.#elementsLeft -= 1;
    const name = sent.toUpperCase();
    if (this.#skipDepth > 0 || !this.#enter(name)) this.#skipDepth += 1;
    else {
      if (name !== sent) this.lowerCase = true;
      this.#path.push(name);
    }
    return this.#elementsLeft >= 0 && this.hosoCount < MAX_HOSO;
  }

  text(text: string): void {
    if (this.#builder !== null) this.#builder.text(text);
    else if (this.#skipDepth === 0) {
      const name = this.#parent();
      if (name !== undefined && isTextElement(name)) this.#text[name] += text;
    }
  }

  close(): void {
    if (this.#builder !== null) this.#closeNested();
    else if (this.#skipDepth > 0) this.#skipDepth -= 1;
    else this.#leave(this.#path.pop());
  }

  #parent(): string | undefined {
    return this.#path[this.#path.length - 1];
  }

  /** False: the element is not read. */
  #enter(name: string): boolean {
    if (this.#path.length === 0) {
      if (name !== ROOT) this.fault ??= { reason: 'root', element: name };
      return name === ROOT;
    }
    if (name === SIGNATURE) return false;
    const insideHoso = this.#path.includes('HOSO');
    const parent = CARRIERS.get(name);
    if (parent !== undefined) {
      const inPlace = parent === null ? !insideHoso : this.#parent() === parent;
      if (!inPlace) this.fault ??= { reason: 'misplaced', element: name };
      return inPlace;
    }
    if (DESCRIPTIONS.has(name) && !insideHoso) return true;
    if (this.unknown.size < MAX_UNKNOWN_NAMES) this.unknown.add(name);
    return false;
  }

  #leave(name: string | undefined): void {
    if (name === 'MACSKCB') this.facility = this.#take(name).trim();
    else if (name === 'SOLUONGHOSO') this.declaredCount = this.#take(name).trim();
    else if (name === 'FILEHOSO') this.#endFile();
    else if (name === 'HOSO') this.#endHoso();
  }

  #take(name: TextElement): string {
    const text = this.#text[name];
    this.#text[name] = '';
    return text;
  }

  #endFile(): void {
    this.fileCount += 1;
    this.#files.push({
      loaiHoSo: this.#take('LOAIHOSO').trim().toUpperCase(),
      content: this.#take('NOIDUNGFILE'),
      elements: this.#elements,
    });
    this.#elements = [];
  }

  #endHoso(): void {
    this.hosoCount += 1;
    this.#ended.push({ files: this.#files, budget: this.#budget });
    this.#files = [];
    this.#budget = { left: this.#maxElements };
  }

  #openNested(name: string, attributes: Readonly<Record<string, string>>): boolean {
    this.#builder ??= new XmlTreeBuilder(this.#budget);
    this.#builderDepth += 1;
    return this.#builder.open(name, attributes);
  }

  #closeNested(): void {
    this.#builder?.close();
    this.#builderDepth -= 1;
    if (this.#builderDepth > 0) return;
    const root = this.#builder?.root;
    if (root !== null && root !== undefined) this.#elements.push(root);
    this.#builder = null;
  }
}

function emptyTexts(): Record<TextElement, string> {
  return { MACSKCB: '', SOLUONGHOSO: '', LOAIHOSO: '', NOIDUNGFILE: '' };
}

function isTextElement(name: string): name is TextElement {
  return (TEXT_ELEMENTS as readonly string[]).includes(name);
}
