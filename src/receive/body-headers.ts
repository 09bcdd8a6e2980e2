import type { IncomingHttpHeaders } from 'node:http';
import { MIMEType } from 'node:util';
import type { Limits } from '../types/config.ts';
import type { Refusal, Result } from '../types/issue.ts';
import type { Refusals } from './refusals.ts';

/** What the headers say of a body that was not read yet. */
export interface BodyHeaders {
  /** Media type without parameters, lower case. */
  readonly contentType: string;
  readonly gzip: boolean;
  /** Limit of the decoded body. */
  readonly maxBytes: number;
}

export const XML_TYPES = ['application/xml', 'text/xml'] as const;
export const JSON_TYPES = ['application/fhir+json', 'application/json'] as const;

/**
 * Checks media type, charset, content coding and declared length before a body byte is read.
 * Refuses with LT-R020 (media type), LT-R021 (charset), LT-R022 (coding) and LT-R030 (Content-Length over the limit).
 * @source https://www.rfc-editor.org/rfc/rfc9110#section-8.3
 */
export function readBodyHeaders(
  headers: IncomingHttpHeaders,
  accepted: readonly string[],
  limits: Limits,
  refusals: Refusals,
): Result<BodyHeaders> {
  const type = parseMediaType(headers['content-type']);
  if (type === undefined || !accepted.includes(type.essence)) {
    const list = accepted.join(', ');
    return refuse(refusals.of('LT-R020', { accepted: list }, { 'Accept-Post': list }));
  }
  const charset = type.params.get('charset')?.toLowerCase() ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'utf8') return refuse(refusals.of('LT-R021'));
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (coding !== 'identity' && coding !== 'gzip') {
    return refuse(refusals.of('LT-R022', {}, { 'Accept-Encoding': 'gzip' }));
  }
  const maxBytes = isXml(type.essence) ? limits.maxEnvelopeBytes : limits.maxBodyBytes;
  if (Number(headers['content-length'] ?? 0) > maxBytes) return refuse(refusals.of('LT-R030', { limit: maxBytes }));
  return { ok: true, value: { contentType: type.essence, gzip: coding === 'gzip', maxBytes } };
}

function isXml(essence: string): boolean {
  return XML_TYPES.some((type) => type === essence);
}

function parseMediaType(text: string | undefined): MIMEType | undefined {
  try {
    return text === undefined ? undefined : new MIMEType(text);
  } catch {
    return undefined;
  }
}

function refuse(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}
