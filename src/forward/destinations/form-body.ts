/** How fields stand in the body of a request. */
export type BodyEncoding = 'form' | 'json';

/** Fields by name, in order. */
export type Fields = Readonly<Record<string, string>>;

const CONTENT_TYPES: Readonly<Record<BodyEncoding, string>> = {
  form: 'application/x-www-form-urlencoded',
  json: 'application/json',
};

/** The media type of a body in this encoding, for the header `Content-Type`. */
export const contentTypeOf = (encoding: BodyEncoding): string => CONTENT_TYPES[encoding];

/** The encoding that a content type of `contentTypeOf` stands for. */
export const encodingOf = (contentType: string): BodyEncoding => (contentType === CONTENT_TYPES.json ? 'json' : 'form');

/** A body of fields. @source https://url.spec.whatwg.org/#application/x-www-form-urlencoded */
export function writeBody(fields: Fields, encoding: BodyEncoding): Buffer {
  return Buffer.from(encoding === 'json' ? JSON.stringify(fields) : new URLSearchParams(fields).toString(), 'utf8');
}

/** The same body, unchanged, with more fields behind: what must not be kept is added when it is sent. */
export function addFields(body: Buffer, fields: Fields, encoding: BodyEncoding): Buffer {
  const more = writeBody(fields, encoding);
  return encoding === 'json'
    ? Buffer.concat([body.subarray(0, -1), Buffer.from(','), more.subarray(1)])
    : Buffer.concat([body, Buffer.from('&'), more]);
}
