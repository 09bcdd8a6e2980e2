/**
 * JSON of one spelling: names in the order of their code units, no white space, a line break at the end; what is undefined is
 * left out. The same value gives the same bytes, whatever made it. Throws TypeError on a number that JSON has not.
 * @source RFC 8785
 */
export function canonicalJson(value: unknown): string {
  return `${write(value)}\n`;
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    members.sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('JSON has no such number');
  return JSON.stringify(value ?? null);
}
