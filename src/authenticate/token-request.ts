import type { IncomingMessage } from 'node:http';
import type { Result, RuleCatalogue } from '../types/issue.ts';
import { refuse } from './refusal.ts';

/** Largest token request, in bytes: twice an assertion of the longest kind. */
const MAX_FORM_BYTES = 16_384;

/** Parameters of a token request by name, each given once; one without a value counts as not given. */
export type TokenRequest = ReadonlyMap<string, string>;

/**
 * Reads the form of a token request. Refuses with LT-A020 (media type, compression), LT-A021 (more than 16 KiB),
 * LT-A022 (broken off, not UTF-8, a parameter twice).
 * @source https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
export async function readTokenRequest(request: IncomingMessage, rules: RuleCatalogue): Promise<Result<TokenRequest>> {
  const { 'content-type': type = '', 'content-encoding': encoding } = request.headers;
  const mediaType = type.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/x-www-form-urlencoded' || encoding !== undefined) return refuse(rules, 'LT-A020');
  const body = await readBody(request);
  if (body === 'too-large') return refuse(rules, 'LT-A021', { limit: MAX_FORM_BYTES }, { Connection: 'close' });
  const form = body === 'broken-off' ? undefined : parseForm(body);
  return form === undefined ? refuse(rules, 'LT-A022') : { ok: true, value: form };
}

/** Stops keeping bytes at the limit; what still comes is let through to nowhere, so that the answer can be read. */
function readBody(request: IncomingMessage): Promise<Buffer | 'too-large' | 'broken-off'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_FORM_BYTES) chunks.push(chunk);
      else resolve('too-large');
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => resolve('broken-off'));
    request.on('close', () => resolve('broken-off'));
  });
}

function parseForm(body: Buffer): TokenRequest | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (form.has(name)) return undefined;
    form.set(name, value);
  }
  return new Map([...form].filter(([, value]) => value !== ''));
}
