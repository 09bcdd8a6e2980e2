/** Longest key of a record that is kept; MA_LK has at most 100 characters. */
const MAX_LENGTH = 255;

/** A text that can be the key of a record: not empty, of reasonable length, without control characters. */
export function asRecordKey(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const key = text.trim();
  return key === '' || key.length > MAX_LENGTH || /\p{Cc}/u.test(key) ? undefined : key;
}

/** MA_LK of a row; '' when there is none that can be a key. */
export function careEpisodeKey(fields: ReadonlyMap<string, string>): string {
  return asRecordKey(fields.get('MA_LK')) ?? '';
}
