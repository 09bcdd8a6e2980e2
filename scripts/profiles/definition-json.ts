/** A conformance resource in the making; that it is a valid one, a test of what is made says. */
export interface Definition {
  readonly resourceType: string;
  readonly id: string;
  readonly [name: string]: unknown;
}

/** Members whose items or members stand on lines of their own, so that a change of one is a change of one line. */
const BROKEN = new Set([
  ...['compose', 'concept', 'definition', 'differential', 'element', 'files', 'group', 'include', 'resource'],
]);

/** A definition as the files of profiles/ are written: a line for each member, element, concept and listed resource. */
export function formatDefinition(resource: object): string {
  return `${formatBroken(resource, '')}\n`;
}

function formatBroken(value: object, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((item) => inner + formatInline(item)).join(',\n')}\n${indent}]`;
  const lines = membersOf(value).map(([name, member]) => {
    const isBroken = BROKEN.has(name) && typeof member === 'object' && member !== null;
    return `${inner}${JSON.stringify(name)}: ${isBroken ? formatBroken(member, inner) : formatInline(member)}`;
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function formatInline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatInline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${membersOf(value)
    .map(([name, member]) => `${JSON.stringify(name)}: ${formatInline(member)}`)
    .join(', ')}}`;
}

function membersOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
