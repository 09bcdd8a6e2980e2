import type { ElementDefinition, Extension } from '@medplum/fhirtypes';
import { languagesOf } from '../narrative/languages-of.ts';
import { isObject } from '../reference/json-object.ts';
import { elementName } from './carriers.ts';
import type { ValueRule } from './compiler.ts';

const R4 = 'http://hl7.org/fhir/StructureDefinition/';
const R5 = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition.';

/**
 * Rules that extensions of an element definition make: a least length, decimal places, bytes, a value that must stand
 * even where extensions do, languages of a narrative.
 * @source https://hl7.org/fhir/extensions/extension-registry.html
 */
export function extensionRules({ extension = [], path = '' }: ElementDefinition): ValueRule[] {
  const element = elementName(path);
  return extension.flatMap((each) => makerOf(each)?.(each, element, extension) ?? []);
}

function makerOf({ url = '' }: Extension): MakeRule | undefined {
  return Object.hasOwn(RULES, url) ? RULES[url] : undefined;
}

type MakeRule = (extension: Extension, element: string, all: readonly Extension[]) => ValueRule | undefined;

const RULES: Readonly<Record<string, MakeRule>> = {
  [`${R4}minLength`]:
    ({ valueInteger: min = 0 }, element) =>
    (value, _sibling, visit) => {
      if (typeof value === 'string' && value.length < min) visit.report('LT-V095', { element, min });
    },
  [`${R4}maxDecimalPlaces`]:
    ({ valueInteger: max = Number.POSITIVE_INFINITY }, element) =>
    (value, _sibling, visit) => {
      if (typeof value === 'number' && decimalPlaces(value) > max) visit.report('LT-V096', { element, max });
    },
  [`${R4}maxSize`]:
    ({ valueDecimal: max = Number.POSITIVE_INFINITY }, element) =>
    (value, _sibling, visit) => {
      const data: unknown = isObject(value) ? value['data'] : value;
      if (typeof data === 'string' && Buffer.byteLength(data, 'base64') > max)
        visit.report('LT-V097', { element, max });
    },
  [`${R5}mustHaveValue`]: ({ valueBoolean: isAsked }, element) =>
    isAsked !== true
      ? undefined
      : (value, _sibling, visit) => {
          if (value === undefined) visit.report('LT-V098', { element });
        },
  // Several alternatives are several extensions: the first of them makes the rule for all.
  [`${R5}valueAlternatives`]: (own, element, all) => {
    const alternatives = all.filter(({ url }) => url === own.url);
    if (alternatives[0] !== own) return undefined;
    const urls = new Set(alternatives.map(({ valueCanonical, valueUri }) => valueCanonical ?? valueUri));
    return (value, sibling, visit) => {
      if (value === undefined && !hasExtension(sibling, urls)) visit.report('LT-V098', { element });
    };
  },
  [`${R4}narrative-language-control`]:
    ({ valueCode: asked }) =>
    (value, _sibling, visit) => {
      const div: unknown = isObject(value) ? value['div'] : undefined;
      if (typeof div !== 'string' || asked === undefined) return;
      if (!hasLanguages(languagesOf(div), asked, visit.scope.resource['language'])) visit.report('LT-V099', { asked });
    },
};

/** As JSON was written: `1.50` is read as 1.5. */
function decimalPlaces(value: number): number {
  const [, places = ''] = String(value).split('.', 2);
  return /^\d+$/.test(places) ? places.length : 0;
}

function hasExtension(sibling: unknown, urls: ReadonlySet<unknown>): boolean {
  const inside: unknown = isObject(sibling) ? sibling['extension'] : undefined;
  return Array.isArray(inside) && inside.some((each: unknown) => isObject(each) && urls.has(each['url']));
}

/** `_no` parts by language, `_yes` some, one in the language of the resource (`_resource`), or one in a certain language. */
function hasLanguages(parts: ReadonlySet<string>, asked: string, ofResource: unknown): boolean {
  if (asked === '_no') return parts.size === 0;
  if (asked === '_yes') return parts.size > 0;
  if (parts.size === 0) return true;
  return asked === '_resource' ? typeof ofResource !== 'string' || parts.has(ofResource) : parts.has(asked);
}
