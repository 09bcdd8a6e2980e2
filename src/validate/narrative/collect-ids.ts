/** `id="…"` and `name="…"` in XHTML. */
const XHTML_ID = /\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Ids that links of a narrative can point to: of the resource, its elements and contained resources, and inside their
 * narratives. One pass in time linear in the size of the resource, however deep.
 * @source https://hl7.org/fhir/R4/narrative.html#id
 */
export function collectIds(resource: unknown): ReadonlySet<string> {
  const ids = new Set<string>();
  const waiting: unknown[] = [resource];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, child] of Object.entries(value)) {
      if (typeof child === 'string') addIds(name, child, ids);
      else waiting.push(child);
    }
  }
  return ids;
}

function addIds(name: string, value: string, ids: Set<string>): void {
  if (name === 'id') ids.add(value);
  else if (name === 'div') for (const [, double, single] of value.matchAll(XHTML_ID)) ids.add(double ?? single ?? '');
}
