import type { Form } from '../../src/fhir/forms.ts';
import type { FieldSpec, MappingTable } from '../../src/map/mapping-table.ts';
import { episodeNode } from '../profiles/extension-definitions.ts';
import { homesOf } from '../profiles/field-part.ts';
import type { NameOf } from './conditions.ts';
import { type NodeOf, placeOf } from './fhir-place.ts';
import type { PageSources } from './sources.ts';

/** A form, its table, and what the table's names stand for. */
export interface FormContext {
  readonly form: Form;
  readonly mapping: MappingTable;
  readonly nodeOf: NodeOf;
  readonly nameOf: NameOf;
  /** Where the key of the record stands in FHIR; '' when no table of the format says so. */
  readonly keyPlace: string;
  readonly sources: PageSources;
}

/** Binds the names of a form to its table, and those of the table to the tables of its format. */
export function formContext(form: Form, mapping: MappingTable, sources: PageSources): FormContext {
  const { rename = {} } = mapping;
  const names = new Map(form.fields.map(({ name }) => [rename[name] ?? name, name]));
  const nodeOf = nodesOf(form, mapping, sources);
  return {
    form,
    mapping,
    nodeOf,
    nameOf: (field) => names.get(field),
    keyPlace: keyPlace(form, mapping, sources),
    sources,
  };
}

/** Nodes of the table, then those that another table of the format makes for the whole record. */
function nodesOf(form: Form, mapping: MappingTable, sources: PageSources): NodeOf {
  return (name) => mapping.nodes[name] ?? episodeNode(name, form, sources);
}

/** The home that a table of the format gives to the field that is the key here. */
function keyPlace(form: Form, mapping: MappingTable, sources: PageSources): string {
  const key = Object.entries(mapping.fields).find(([, spec]) => isKey(spec))?.[0];
  if (key === undefined) return '';
  for (const other of sources.forms.filter(({ format }) => format === form.format)) {
    const table = sources.tables.get(other.id);
    const [home] = homesOf(table?.fields[key]);
    if (table !== undefined && home !== undefined) return placeOf(home.to, key, table, nodesOf(other, table, sources));
  }
  return '';
}

/** True for the field that is the key of the record. */
export function isKey(spec: FieldSpec | undefined): boolean {
  return typeof spec === 'object' && 'key' in spec;
}
