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

/** Codecs after which a text may have to be kept beside its value. */
const LOSSY: ReadonlySet<string> = new Set(['practitioner', 'practitioners', 'practitioner-actors', 'result-unit']);

/**
 * The part of a field, by its home in the table. A field whose home is elsewhere, or that cannot be told again from it, is
 * kept as the text that was sent; so are the items of a `;` list.
 */
export function partOf(
  field: string,
  { fields }: MappingTable,
  nodeOf: (name: string) => NodeSpec | undefined,
): FieldPart {
  const home = homesOf(fields[field]).find(({ to }) => IN_EXTENSION.test(to));
  const { node = '', type = 'string' } = IN_EXTENSION.exec(home?.to ?? '')?.groups ?? {};
  const isTold = home !== undefined && !LOSSY.has(home.as ?? '') && nodeOf(node)?.each === undefined;
  const types = [typeName(type), ...(isTold ? [] : ['string'])];
  return { field, types: [...new Set(types)], list: home?.list };
}

const PRIMITIVES: ReadonlySet<string> = new Set(['string', 'date', 'dateTime', 'decimal']);

function typeName(type: string): string {
  return PRIMITIVES.has(type) ? type : `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
}

function homesOf(spec: FieldSpec | undefined): readonly TargetSpec[] {
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
function elementOf(node: NodeSpec | undefined, nodeOf: (name: string) => NodeSpec | undefined): string {
  if (node?.element === undefined) return String(node?.resource);
  const [owner = '', list = ''] = node.element.split('.');
  return `${nodeOf(owner)?.resource}.${list}`;
}
