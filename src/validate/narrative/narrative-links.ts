import { resolveReferences } from './character-references.ts';
import { checkHref, checkImageSource } from './check-link.ts';
import { NARRATIVE_RULES, type ReportNarrative } from './narrative-report.ts';

/** Links of a narrative, and what links can point to. */
export class NarrativeLinks {
  #ids: Set<string> | undefined;
  /** What links and images point to with `#…`, without the `#`. */
  readonly #links: string[] = [];
  readonly #images: string[] = [];
  #hasRepeatedId = false;

  /** Notes an attribute, as written, and checks where it points. */
  note(element: string, attribute: string, value: string, report: ReportNarrative): void {
    if (attribute === 'id' || (attribute === 'name' && element === 'a')) this.#noteId(value);
    else if (attribute === 'href' && element === 'a') {
      const url = resolveReferences(value);
      if (isFragment(url)) this.#links.push(url.slice(1));
      else checkHref(url, report);
    } else if (attribute === 'src' && element === 'img') {
      const url = resolveReferences(value);
      if (isFragment(url)) this.#images.push(url.slice(1));
      else checkImageSource(url, report);
    }
  }

  /** Reports links to nowhere. @param hasId whether an element outside the narrative has this id */
  settle(hasId: (id: string) => boolean, report: ReportNarrative): void {
    const isDangling = (id: string) => this.#ids?.has(id) !== true && !hasId(id);
    if (this.#hasRepeatedId) report(NARRATIVE_RULES.repeatedId);
    if (this.#links.some(isDangling)) report(NARRATIVE_RULES.danglingLink);
    if (this.#images.some(isDangling)) report(NARRATIVE_RULES.danglingImage);
  }

  #noteId(id: string): void {
    this.#ids ??= new Set();
    if (this.#ids.has(id)) this.#hasRepeatedId = true;
    this.#ids.add(id);
  }
}

function isFragment(url: string): boolean {
  return url.startsWith('#') && url.length > 1;
}
