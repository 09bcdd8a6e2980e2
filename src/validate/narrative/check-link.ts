import { NARRATIVE_RULES, type ReportNarrative } from './narrative-report.ts';

/** Characters that the reference validator takes in a link or an image source, with letters and digits of any script. */
const URL_CHARACTERS = /^[\p{Nd}\p{Alphabetic};?:@&=+$.,/%\-_~#[\]!'()*|]*$/u;
const PLAIN_URL = /^[A-Za-z0-9:/?#=&._~%+-]*$/;
const MIME_TYPE = /^(\w+|\*)\/([\w\-+]+|\*)(;\s*\w+=\s*\S+)?$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const SCHEME = /^[a-z][a-z0-9+.-]*(?=:)/;
/** Characters before the colon that can still be a scheme, blanks and control characters among them. */
const MAX_SCHEME = 64;
const ACTIVE_SCHEMES = new Set(['javascript', 'vbscript']);
const UNUSABLE_SCHEMES = new Set(['urn', 'cid']);
const KNOWN_SCHEMES = new Set(['http', 'https', 'tel', 'mailto', 'data']);

/**
 * Checks `a/@href`: not empty, no active content, a scheme that a reader can follow. Fragments (`#…`) are left to the
 * caller, who knows what they can point to.
 */
export function checkHref(href: string, report: ReportNarrative): void {
  if (href.trim() === '') {
    report(NARRATIVE_RULES.emptyLink, { element: 'a' });
    return;
  }
  const scheme = schemeOf(href);
  if (scheme === undefined) checkUrl(href, 'a', report);
  else if (ACTIVE_SCHEMES.has(scheme)) report(NARRATIVE_RULES.activeLink, { element: 'a' });
  else {
    checkUrl(href, 'a', report);
    if (UNUSABLE_SCHEMES.has(scheme)) report(NARRATIVE_RULES.unusableLink, { scheme });
    else if (!KNOWN_SCHEMES.has(scheme)) report(NARRATIVE_RULES.unknownScheme);
  }
}

/** Checks `img/@src`: not empty, no active content, a URL or a well-formed data URL. */
export function checkImageSource(source: string, report: ReportNarrative): void {
  if (source.trim() === '') report(NARRATIVE_RULES.emptyLink, { element: 'img' });
  else if (ACTIVE_SCHEMES.has(schemeOf(source) ?? '')) report(NARRATIVE_RULES.activeLink, { element: 'img' });
  else checkUrl(source, 'img', report);
}

/** The scheme as a browser reads it: blanks and control characters before it and inside it do not count, case neither. */
function schemeOf(url: string): string | undefined {
  const colon = url.indexOf(':');
  if (colon === -1 || colon > MAX_SCHEME) return undefined;
  const written = url.slice(0, colon + 1).replace(/[^!-\uffff]/g, '');
  return SCHEME.exec(written.toLowerCase())?.[0];
}

function checkUrl(url: string, element: string, report: ReportNarrative): void {
  if (PLAIN_URL.test(url)) return;
  if (url.startsWith('data:') ? !isDataUrl(url) : !URL_CHARACTERS.test(url)) report(NARRATIVE_RULES.url, { element });
}

/** @source https://www.rfc-editor.org/rfc/rfc2397 */
function isDataUrl(url: string): boolean {
  const [head = '', data, ...more] = url.slice('data:'.length).split(',');
  if (data === undefined || data === '' || more.length > 0) return false;
  const isBase64 = head.endsWith(';base64');
  const type = (isBase64 ? head.slice(0, -';base64'.length) : head).trim();
  return (type === '' || MIME_TYPE.test(type)) && (!isBase64 || BASE64.test(data.replace(/\s/g, '')));
}
