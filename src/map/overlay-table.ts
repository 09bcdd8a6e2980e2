import type { FieldSpec, MappingTable, NodeSpec } from './mapping-table.ts';

/** A table that is like another: what it has of its own stands over what the other has. */
export interface TableOverlay {
  readonly table: string;
  readonly like: string;
  readonly version: number;
  readonly title: MappingTable['title'];
  readonly source: string;
  readonly rename?: MappingTable['rename'];
  /** Over the nodes of the same names; others come after them. */
  readonly nodes?: Readonly<Record<string, Partial<NodeSpec>>>;
  readonly fields?: Readonly<Record<string, FieldSpec>>;
}

/**
 * Makes one table of a model and what another table has of its own. A property of a node replaces the model's, except for
 * `slices` and `set`: there each entry stands over the model's entry of the same name. Of the model's fields only those are
 * taken over that the form has.
 */
export function overlayTable(
  model: MappingTable,
  { like: _like, nodes = {}, fields = {}, rename, ...own }: TableOverlay,
  isField: (name: string) => boolean,
): MappingTable {
  const { model: _model, ...inherited } = model;
  const shared = Object.entries(model.fields).filter(([name]) => isField(name));
  return {
    ...inherited,
    ...own,
    ...(rename === undefined ? {} : { rename }),
    nodes: overlayNodes(model.nodes, nodes),
    fields: { ...Object.fromEntries(shared), ...fields },
  };
}

function overlayNodes(
  model: MappingTable['nodes'],
  own: Readonly<Record<string, Partial<NodeSpec>>>,
): MappingTable['nodes'] {
  const nodes: Record<string, NodeSpec> = { ...model };
  for (const [name, over] of Object.entries(own)) {
    const under: NodeSpec = nodes[name] ?? {};
    nodes[name] = { ...under, ...over, ...merged('slices', under, over), ...merged('set', under, over) };
  }
  return nodes;
}

function merged(property: 'slices' | 'set', under: NodeSpec, over: Partial<NodeSpec>): Partial<NodeSpec> {
  const entries = { ...under[property], ...over[property] };
  return Object.keys(entries).length === 0 ? {} : { [property]: entries };
}
