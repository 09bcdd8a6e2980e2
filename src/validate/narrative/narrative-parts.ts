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

/** Classes that say where a part of a narrative comes from. */
const SOURCES = new Set(['generated', 'boilerplate', 'original']);

/**
 * What a narrative says of its parts, the elements directly inside its root: languages (`div` with `xml:lang`), and where
 * they come from (`class`).
 * @source https://hl7.org/fhir/R4/languages.html, https://hl7.org/fhir/narrative.html#class
 */
export class NarrativeParts {
  #root: Language = { html: undefined, xml: undefined };
  #firstInLanguage: Language | undefined;
  #languages: Set<string> | undefined;
  #hasLanguage = false;
  #hasSource = false;
  /** Content was met outside of parts in a language, and outside of parts that say where they come from. */
  #hasContentInNoLanguage = false;
  hasContentWithoutSource = false;

  /** The root (depth 0) or a part (1) opens. */
  enter(depth: number, element: string, { attributes, values }: Attributes): void {
    if (attributes.length === 0) {
      this.#hasSource = false;
      this.#hasLanguage = false;
      return;
    }
    const xml = values[attributes.indexOf('xml:lang')];
    if (depth === 0) this.#root = { html: values[attributes.indexOf('lang')], xml };
    else {
      this.#hasSource = isSource(values[attributes.indexOf('class')]);
      this.#hasLanguage = element === 'div' && xml !== undefined;
      if (xml === undefined || !this.#hasLanguage) return;
      this.#firstInLanguage ??= { html: values[attributes.indexOf('lang')], xml };
      this.#languages ??= new Set();
      this.#languages.add(xml);
    }
  }

  /** `xml:lang` of the parts. */
  get languages(): ReadonlySet<string> {
    return this.#languages ?? new Set();
  }

  /** Further content makes no difference. */
  get isSettled(): boolean {
    return this.#hasContentInNoLanguage && this.hasContentWithoutSource;
  }

  /** Text that is not white space. */
  noteContent(depth: number): void {
    if (depth === 1 || !this.#hasLanguage) this.#hasContentInNoLanguage = true;
    if (depth === 1 || !this.#hasSource) this.hasContentWithoutSource = true;
  }

  /** Compares with the language of the resource, when it has one. */
  settle(resourceLanguage: string | undefined, report: ReportNarrative): void {
    if (this.#firstInLanguage !== undefined && this.#hasContentInNoLanguage) report(NARRATIVE_RULES.mixedLanguages);
    if (resourceLanguage === undefined) return;
    const isRootSilent = this.#root.html === undefined && this.#root.xml === undefined;
    const said = isRootSilent && !this.#hasContentInNoLanguage ? (this.#firstInLanguage ?? this.#root) : this.#root;
    const isMatched = said.html === resourceLanguage && said.xml === resourceLanguage;
    if (!isMatched) report(NARRATIVE_RULES.language);
  }
}

function isSource(classes: string | undefined): boolean {
  return classes?.split(/\s+/).some((each) => SOURCES.has(each)) === true;
}
