import type { IncomingMessage } from 'node:http';

/** Longest form, in bytes: notes and reasons are short. */
export const MAX_FORM_BYTES = 16_384;

const FORM_TYPE = /^application\/x-www-form-urlencoded(?:\s*;|$)/i;

/**
 * Reads a form of text fields. Null for another type, and as soon as it is too long: what follows is read away and
 * kept nowhere, so that the answer still reaches the sender. Rejects when the sender goes away.
 */
export async function readForm(request: IncomingMessage): Promise<Readonly<Record<string, string>> | null> {
  const isForm = FORM_TYPE.test(request.headers['content-type'] ?? '');
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (isForm && length <= MAX_FORM_BYTES) chunks.push(chunk);
      else resolve(null);
    });
    request.on('end', () =>
      resolve(isForm ? singleValues(new URLSearchParams(Buffer.concat(chunks).toString('utf8'))) : null),
    );
    request.on('error', reject);
  });
}

/** The values whose name came once, without space around them. */
export function singleValues(pairs: URLSearchParams): Readonly<Record<string, string>> {
  const values: Record<string, string> = Object.create(null);
  for (const name of new Set(pairs.keys())) {
    const [value = '', ...others] = pairs.getAll(name);
    if (others.length === 0) values[name] = value.trim();
  }
  return values;
}
