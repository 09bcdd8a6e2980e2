import type { CodeGrammar } from './code-grammar.ts';
import { COUNTRY_CODES, SUBDIVISION_CODES } from './country.ts';
import { CURRENCY_CODES } from './currency.ts';
import { keepAnswers } from './kept-answers.ts';
import { LANGUAGE_TAGS } from './language-tag.ts';
import { LOINC_CODES } from './loinc-code.ts';
import { MIME_TYPES } from './mime-type.ts';
import { SNOMED_CODES } from './snomed-code.ts';
import { createTimeZones } from './time-zone.ts';
import { UNIT_CODES } from './unit-codes.ts';
import { URIS } from './uri.ts';

const BY_FORM = [
  MIME_TYPES,
  LANGUAGE_TAGS,
  COUNTRY_CODES,
  SUBDIVISION_CODES,
  CURRENCY_CODES,
  URIS,
  SNOMED_CODES,
  LOINC_CODES,
  UNIT_CODES,
];

/** The code systems that are decided by rule, by system. Those that need tables make them when first asked for. */
export function createCodeGrammars(): (system: string) => CodeGrammar | undefined {
  const makers = new Map<string, () => CodeGrammar>(BY_FORM.map((grammar) => [grammar.system, () => grammar]));
  makers.set('https://www.iana.org/time-zones', createTimeZones);
  const made = new Map<string, CodeGrammar>();
  return (system) => {
    const make = made.has(system) ? undefined : makers.get(system);
    if (make !== undefined) made.set(system, keepAnswers(make()));
    return made.get(system);
  };
}
