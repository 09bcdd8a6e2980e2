import type { Membership } from '../terminology.ts';
import type { CodeGrammar } from './code-grammar.ts';
import { ALPHA_2 } from './country.ts';

/** Languages with a code of two letters (ISO 639-1), with those that were replaced. */
const TWO_LETTER_LANGUAGES: ReadonlySet<string> = new Set(
  (
    'aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en ' +
    'eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ' +
    'ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt ' +
    'my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm ' +
    'sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'
  ).split(' '),
);
/** Regions of the registry that are not countries of today: reserved, exceptional and former ones. */
const OTHER_REGIONS: ReadonlySet<string> = new Set(
  'AA AC AN BU CP CS DD DG EA EU EZ FX IC NT SU TA TP UN YD YU ZR ZZ'.split(' '),
);
const MAX_LENGTH = 128;
/** Longer ones are provided for, and none has been registered. */
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z]{3}){0,3}$/;
const EXTENDED_LANGUAGE = /^[a-z]{3}$/;
const SCRIPT = /^[a-z]{4}$/;
const REGION = /^(?:[a-z]{2}|\d{3})$/;
const VARIANT = /^(?:[a-z0-9]{5,8}|\d[a-z0-9]{3})$/;
const SINGLETON = /^[a-wy-z0-9]$/;
const EXTENSION_PART = /^[a-z0-9]{2,8}$/;
const PRIVATE_PART = /^[a-z0-9]{1,8}$/;
/** Whole tags that are older than the grammar. @source https://www.rfc-editor.org/rfc/rfc5646#section-2.2.8 */
const GRANDFATHERED: ReadonlySet<string> = new Set(
  (
    'en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu ' +
    'sgn-be-fr sgn-be-nl sgn-ch-de art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min zh-min-nan zh-xiang'
  ).split(' '),
);

/**
 * Language tags. A tag that is not well-formed, or has a language of two letters or a country that does not exist, is out;
 * of languages with three letters only the form is looked at.
 * @source https://www.rfc-editor.org/rfc/rfc5646
 */
export const LANGUAGE_TAGS: CodeGrammar = { system: 'urn:ietf:bcp:47', has: hasLanguageTag };

function hasLanguageTag(code: string): Membership {
  if (code.length > MAX_LENGTH) return 'out';
  const tag = code.toLowerCase();
  if (GRANDFATHERED.has(tag)) return 'in';
  const parts = tag.split('-');
  if (parts[0] === 'x') return isPrivateUse(parts) ? 'in' : 'out';
  const language = takeLanguage(parts);
  if (!LANGUAGE.test(language)) return 'out';
  if (parts[0] !== undefined && SCRIPT.test(parts[0])) parts.shift();
  const region = parts[0] !== undefined && REGION.test(parts[0]) ? parts.shift() : undefined;
  while (parts[0] !== undefined && VARIANT.test(parts[0])) parts.shift();
  if (!isRest(parts)) return 'out';
  return isKnownLanguage(language) && isKnownRegion(region) ? 'in' : 'out';
}

/** The language with up to three extended subtags, which only three letters may follow: `zh-cmn`. */
function takeLanguage(parts: string[]): string {
  let language = parts.shift() ?? '';
  while (EXTENDED_LANGUAGE.test(parts[0] ?? '')) language += `-${parts.shift()}`;
  return language;
}

/** Extensions (`u-ca-buddhist`), each with at least one part, then private use. */
function isRest(parts: readonly string[]): boolean {
  for (let at = 0; at < parts.length; ) {
    if (parts[at] === 'x') return isPrivateUse(parts.slice(at));
    if (!SINGLETON.test(parts[at] as string)) return false;
    const start = at + 1;
    at = start;
    while (at < parts.length && EXTENSION_PART.test(parts[at] as string)) at += 1;
    if (at === start) return false;
  }
  return true;
}

function isPrivateUse(parts: readonly string[]): boolean {
  return parts.length > 1 && parts.slice(1).every((part) => PRIVATE_PART.test(part));
}

function isKnownLanguage(language: string): boolean {
  const [main = ''] = language.split('-');
  return main.length !== 2 || TWO_LETTER_LANGUAGES.has(main);
}

function isKnownRegion(region: string | undefined): boolean {
  if (region === undefined || region.length === 3) return true;
  const upper = region.toUpperCase();
  return ALPHA_2.has(upper) || OTHER_REGIONS.has(upper) || (upper >= 'QM' && upper <= 'QZ') || upper.startsWith('X');
}
