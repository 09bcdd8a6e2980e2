/** Longest key of a record that is kept; MA_LK has at most 100 characters. */
const MAX_LENGTH = 255;

/** A text that can be the key of a record: not empty, of reasonable length, without control characters. */
export function asRecordKey(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const key = text.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  return key === '' || key.length > MAX_LENGTH || /[\x00-\x1f\x7f]/.test(key) ? undefined : key;
}
