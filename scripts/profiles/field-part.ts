import type { FieldSpec, MappingTable, NodeSpec, TargetSpec } from '../../src/map/mapping-table.ts';

/** One part of a form's extension. */
export interface FieldPart {
  /** Name of the field, and url of the part. */
  readonly field: string;
  /** FHIR types that its value may have. `string` is last: a text that another type cannot tell stands beside it. */
  readonly types: readonly string[];
  /** Code list of a Coding. */
  readonly list: string | undefined;
}

/** `line.@coding` or `encounter.hospitalization.@string`: the extension of the form, on what stands before. */
const IN_EXTENSION = /^(?<node>\w+)(?:\.(?<path>[^@]+))?\.@(?<type>\w+)$/;

/**
 * The part of a field, by its home in the table. The text that was sent may always stand there: because the home cannot
 * tell it again, because another row told the home, or because the facility's own override corrected it.
 */
export function partOf(field: string, { fields }: MappingTable): FieldPart {
  const home = homesOf(fields[field]).find(({ to }) => IN_EXTENSION.test(to));
  const { type = 'string' } = IN_EXTENSION.exec(home?.to ?? '')?.groups ?? {};
  return { field, types: [...new Set([typeName(type), 'string'])], list: home?.list };
}

const PRIMITIVES: ReadonlySet<string> = new Set([
  'string',
  'boolean',
  'code',
  'date',
  'dateTime',
  'decimal',
  'integer',
]);

function typeName(type: string): string {
  return PRIMITIVES.has(type) ? type : `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
}

/** The homes of a field, without its copies; none for the key of the record. */
export function homesOf(spec: FieldSpec | undefined): readonly (TargetSpec & { readonly pattern?: string })[] {
  if (spec === undefined) return [];
  if (typeof spec === 'string') return [{ to: spec }];
  if ('key' in spec) return [];
  return 'choose' in spec ? spec.choose : [spec];
}

/** Elements that the extension of a table may stand on: where fields are written to it, and where texts are kept. */
export function contextsOf(
  { fields, keep }: MappingTable,
  nodeOf: (name: string) => NodeSpec | undefined,
): readonly string[] {
  const homes = Object.values(fields).flatMap(homesOf);
  const owners = homes.flatMap(({ to }) => {
    const { node = '', path = '' } = IN_EXTENSION.exec(to)?.groups ?? {};
    return node === '' ? [] : [{ node, path: path.replace(/\[\w+\]/g, '') }];
  });
  const elements = [...owners, { node: keep, path: '' }].map(({ node, path }) =>
    [elementOf(nodeOf(node), nodeOf), path].filter((part) => part !== '').join('.'),
  );
  return [...new Set(elements)].sort();
}

/** `Encounter` for a resource, `Claim.item` for an element that is added to one. */
export function elementOf(node: NodeSpec | undefined, nodeOf: (name: string) => NodeSpec | undefined): string {
  if (node?.element === undefined) return String(node?.resource);
  const dot = node.element.indexOf('.');
  return `${elementOf(nodeOf(node.element.slice(0, dot)), nodeOf)}.${node.element.slice(dot + 1)}`;
}
