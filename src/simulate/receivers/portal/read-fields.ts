import { objectOf, parsePlain } from '../plain-json.ts';

/** Fields of a request's body, form or JSON, by the media type; values other than texts are left out. */
export function readFields(bytes: Buffer, contentType: string | undefined): ReadonlyMap<string, string> {
  if (contentType?.startsWith('application/json') !== true) return new Map(new URLSearchParams(bytes.toString('utf8')));
  const entries = Object.entries(objectOf(parsePlain(bytes)));
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
