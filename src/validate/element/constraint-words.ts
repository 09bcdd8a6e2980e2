import type { ElementDefinitionConstraint, Extension } from '@medplum/fhirtypes';
import type { Bilingual, RuleCatalogue } from '../../types/issue.ts';

const TRANSLATION_URL = 'http://hl7.org/fhir/StructureDefinition/translation';

/**
 * Words for a constraint that does not hold: for one of FHIR itself what the catalogue has, for one of a profile its
 * `human` and the translations that it carries, in whichever language it is written; where a language is missing, as it is.
 * @source https://hl7.org/fhir/R4/extension-translation.html
 */
export function constraintWords(
  constraint: ElementDefinitionConstraint,
  constraintText: RuleCatalogue['constraintText'],
): { readonly constraint: string; readonly human: Bilingual } {
  const { key = '', human = '' } = constraint;
  const { vi, en } = constraintText(key, human) ?? {
    vi: translation(constraint, 'vi') ?? human,
    en: translation(constraint, 'en') ?? human,
  };
  return { constraint: key, human: { vi: asSentence(vi), en: asSentence(en) } };
}

/** The translation to a language, or to a regional form of it (`en-GB`). */
function translation(constraint: ElementDefinitionConstraint, language: keyof Bilingual): string | undefined {
  const { _human: carrier } = constraint as { readonly _human?: { readonly extension?: readonly Extension[] } };
  for (const { url, extension: parts = [] } of carrier?.extension ?? []) {
    const code = parts.find((part) => part.url === 'lang')?.valueCode;
    if (url !== TRANSLATION_URL || code?.split('-', 1)[0] !== language) continue;
    const content = parts.find((part) => part.url === 'content');
    return content?.valueString ?? content?.valueMarkdown;
  }
  return undefined;
}

/** Another sentence follows. */
function asSentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?…]["')\]]?$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
