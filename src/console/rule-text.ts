import { generalRuleText } from '../fhir/general-rule-text.ts';
import type { Bilingual } from '../types/issue.ts';
import type { View } from './view.ts';

/** What a rule of the catalogue says of records in general, for lists of rules. */
export function writeRuleText(text: Bilingual, view: View): string {
  return generalRuleText(text)[view.language];
}
