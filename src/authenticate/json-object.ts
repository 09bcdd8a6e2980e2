/** Strings and the signs that open, close and name; used on text that JSON.parse has already taken. Linear. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}:]/g;

/**
 * Parses UTF-8 bytes as one JSON object. Gives undefined for anything else: other encodings, a byte order mark,
 * another top-level value, and a name given twice at any depth (two readers could each believe another value).
 * @source https://www.rfc-editor.org/rfc/rfc7519#section-4
 */
export function parseJsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value) || hasDuplicateName(text)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function hasDuplicateName(json: string): boolean {
  const open: Set<string>[] = [];
  let lastString = '""';
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (token === ':') {
      const name = JSON.parse(lastString) as string;
      const names = open.at(-1);
      if (names?.has(name)) return true;
      names?.add(name);
    } else lastString = token;
  }
  return false;
}
