import { NARRATIVE_RULES, type ReportNarrative } from './narrative-report.ts';

interface Language {
  /** `lang` */
  readonly html: string | undefined;
  /** `xml:lang` */
  readonly xml: string | undefined;
}

/** Names and values at the same index. */
interface Attributes {
  readonly attributes: readonly string[];
  readonly values: readonly string[];
}

/**
 * Languages that a narrative claims: on its root, or on parts (`div` with `xml:lang` directly inside the root).
 * @source https://hl7.org/fhir/R4/languages.html
 */
export class NarrativeLanguages {
  #root: Language = { html: undefined, xml: undefined };
  #firstPart: Language | undefined;
  #parts: Set<string> | undefined;
  #isInPart = false;
  /** Content was met outside such parts. */
  hasContentOutside = false;

  /** The root (depth 0) or a child of it (1) opens. */
  enter(depth: number, element: string, { attributes, values }: Attributes): void {
    const xml = values[attributes.indexOf('xml:lang')];
    if (depth === 0) this.#root = { html: values[attributes.indexOf('lang')], xml };
    else {
      this.#isInPart = element === 'div' && xml !== undefined;
      if (xml === undefined || !this.#isInPart) return;
      this.#firstPart ??= { html: values[attributes.indexOf('lang')], xml };
      this.#parts ??= new Set();
      this.#parts.add(xml);
    }
  }

  /** `xml:lang` of the parts. */
  get parts(): ReadonlySet<string> {
    return this.#parts ?? new Set();
  }

  /** Text that is not white space. */
  noteContent(depth: number): void {
    if (depth === 1 || !this.#isInPart) this.hasContentOutside = true;
  }

  /** Compares with the language of the resource, when it has one. */
  settle(resourceLanguage: string | undefined, report: ReportNarrative): void {
    if (this.#firstPart !== undefined && this.hasContentOutside) report(NARRATIVE_RULES.mixedLanguages);
    if (resourceLanguage === undefined) return;
    const isRootSilent = this.#root.html === undefined && this.#root.xml === undefined;
    const said = isRootSilent && !this.hasContentOutside ? (this.#firstPart ?? this.#root) : this.#root;
    const isMatched = said.html === resourceLanguage && said.xml === resourceLanguage;
    if (!isMatched) report(NARRATIVE_RULES.language);
  }
}
