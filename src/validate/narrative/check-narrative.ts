import { NarrativeReader } from './narrative-reader.ts';
import { NARRATIVE_RULES, type ReportNarrative, reportOnce } from './narrative-report.ts';

/** What a narrative is checked against. */
export interface NarrativeContext {
  /** `language` of the resource. */
  readonly language?: string | undefined;
  /**
   * Whether an element of the resource, of a resource contained in it, or of the Bundle around it has this id. Asked
   * only when a link inside the narrative needs it. Left out: such links are taken for good.
   */
  readonly hasId?: (id: string) => boolean;
}

/** Rules that decide txt-1: what `htmlChecks()` says of a narrative. */
const UNSAFE: ReadonlySet<string> = new Set([
  NARRATIVE_RULES.namespace,
  NARRATIVE_RULES.element,
  NARRATIVE_RULES.attribute,
  NARRATIVE_RULES.declaration,
  NARRATIVE_RULES.entity,
  NARRATIVE_RULES.activeLink,
]);

/**
 * Checks the XHTML of `Narrative.div`: one well-formed `div` in the XHTML namespace, with the elements and attributes
 * that R4 allows (txt-1), some content (txt-2), links that lead somewhere. In time linear in its length.
 * @source https://hl7.org/fhir/R4/narrative.html
 */
export function checkNarrative(div: string, report: ReportNarrative, context: NarrativeContext = {}): void {
  const once = reportOnce(report);
  const reader = new NarrativeReader(div, once);
  if (!reader.read()) {
    once(NARRATIVE_RULES.illFormed);
    return;
  }
  if (!reader.hasContent) once(reader.hasMarkup || !div.includes('\n') ? NARRATIVE_RULES.empty : NARRATIVE_RULES.blank);
  reader.links.settle(context.hasId ?? (() => true), once);
  reader.parts.settle(context.language, once);
}

/** Whether a narrative holds only what R4 lets it hold: `htmlChecks()` of FHIRPath, txt-1. */
export function isSafeNarrative(div: string): boolean {
  let isSafe = true;
  const reader = new NarrativeReader(div, (rule) => {
    if (UNSAFE.has(rule)) isSafe = false;
  });
  return reader.read() && isSafe;
}
