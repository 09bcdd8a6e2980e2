import type { TableOverlay } from './overlay-table.ts';

/**
 * The shape of a mapping table (mappings/**\/*.yaml), checked against mappings/schema.json when it is read.
 * A table says for each field of a national form where it lives in FHIR and by which codec; it runs in both directions
 * as closures compiled once. The home of a field (`to`) is read back; copies (`also`) are for readers of FHIR.
 */
export interface MappingTable {
  /** `XML1` … */
  readonly table: string;
  readonly version: number;
  readonly title: { readonly vi: string; readonly en: string };
  readonly source: string;
  /**
   * The anchor: one node for each row, which carries the extension of the form. It keeps elements that the table does not
   * know, texts that would not come back to the letter, and by it the row is found again.
   */
  readonly keep: string;
  /** True: the nodes are the episode's own, other tables of the format refer and add to them. */
  readonly episode?: boolean;
  /** True: the rows need no nodes of the episode, so that none are made for a record that holds only them. */
  readonly alone?: boolean;
  /** Tables with a lower rank are mapped first, whatever the order of the file; 100 where none is given. */
  readonly rank?: number;
  /** True: no form itself; other tables are `like` it and take over the fields that they have. */
  readonly model?: boolean;
  /** Fields that tell the day of the record, by which dated code lists are read; the first that has one. */
  readonly day?: readonly string[];
  /** Older names of this form by the names that the table uses (legacy forms mapped `like` a newer one). */
  readonly rename?: Readonly<Record<string, string>>;
  readonly nodes: Readonly<Record<string, NodeSpec>>;
  readonly fields: Readonly<Record<string, FieldSpec>>;
}

/** Something that a row makes: a resource, or an element appended to a list of a resource of the episode. */
export interface NodeSpec {
  readonly resource?: string;
  /** `claim.item`: the node is a new element of this list. */
  readonly element?: string;
  /** Id of the profile in profiles/, without the canonical base. */
  readonly profile?: string;
  /** True: one for the facility (a patient, a department), not one for each episode. */
  readonly shared?: boolean;
  /** Made only when a codec asks for it (practitioners). */
  readonly onDemand?: boolean;
  /** Parts of the deterministic id: field names, `$key`, `$facility`, `$item`, `$index`, `$id.node`, or literals. */
  readonly id?: readonly string[];
  /** Rows with the same values in these fields share one instance. */
  readonly group?: readonly string[];
  /** Other tables find the instance by these fields (`lookup`). */
  readonly index?: readonly string[];
  /** Parallel `;` lists: one instance for each item. */
  readonly each?: readonly string[];
  readonly when?: readonly Condition[];
  /** Elements that get a data-absent-reason when no field filled them; `name[]` for a list. */
  /** Lists whose elements stand in the order of the slices, whatever the order of the sender's elements was. */
  readonly sort?: readonly string[];
  readonly orAbsent?: readonly string[];
  /** Constants of list elements that are named in paths: `identifier[maBn]`. */
  readonly slices?: Readonly<Record<string, Template>>;
  readonly set?: Readonly<Record<string, Template>>;
  readonly attach?: readonly Attachment[];
  /** True: the node is the episode's own, whatever its table is. */
  readonly episode?: boolean;
  /**
   * How the node is found again, where no `attach` tells it: a path to references (`encounter.subject`,
   * `line.extension[order].valueReference`), or the resources of its type that are so.
   */
  readonly find?: string | FindSpec;
  /** Security label of the resource (v3-Confidentiality), for tables protected by law. */
  readonly confidentiality?: string;
}

export interface FindSpec {
  /** Path to references: `document.section[measures].entry`. Absent: any resource of the type. */
  readonly at?: string;
  /** Constants that the resource has, in the shape of the resource; its lists hold at least these elements. */
  readonly like?: Template;
  /** Elements of the resource that refer to another node: `{ subject: newborn }`. */
  readonly refers?: Readonly<Record<string, string>>;
}

export type Condition =
  | { readonly any: readonly string[] }
  | { readonly field: string; readonly in: readonly string[] }
  | { readonly field: string; readonly notIn: readonly string[] }
  /** A field of the episode's XML1 row. */
  | { readonly episode: string; readonly in: readonly string[] };

export interface Attachment {
  readonly to: string;
  /** `index`: at the place of the item in its list, instead of at the end. */
  readonly at?: 'index';
  readonly element: Template;
}

/**
 * A constant with holes: `{ ref: node }`, `{ ref: self }`, `{ lookup: node, by: […] }`, `{ absent: reason }`,
 * `{ position: true }` (place in its list, from 1), `{ index: n }` (place of the item + n), `{ first: true }`;
 * strings may hold `$sid.name`, `$codes.name`, `$base`, `$facility`, `$item`.
 */
export type Template = string | number | boolean | readonly Template[] | { readonly [name: string]: Template };

/** A home: `node.path.to.element`, or `node.path.@type` for the named extension of the field. */
export interface TargetSpec {
  readonly to: string;
  readonly as?: string;
  readonly list?: string;
  readonly system?: string;
  /** On-demand node of the people that a `practitioner` codec refers to. */
  readonly node?: string;
  readonly digits?: number;
  readonly unit?: Readonly<Record<string, string>>;
  readonly translate?: Readonly<Record<string, string>>;
  /** Further fields that the codec looks at. */
  readonly with?: readonly string[];
}

export type FieldSpec =
  | string
  /** The key of the record: told by the episode itself. */
  | { readonly key: true }
  | { readonly choose: readonly (TargetSpec & { readonly pattern?: string })[] }
  | (TargetSpec & { readonly also?: readonly (string | TargetSpec)[] });

/** A table as it stands in a file: `table` may name several forms, `like` takes nodes and fields over from another. */
export type TableFile = (Omit<MappingTable, 'table'> & { readonly table: string | readonly string[] }) | TableOverlay;

/** The table's own name of a field that a legacy form names otherwise. Names come from senders: any word may be one. */
export function ownName({ rename }: MappingTable, name: string): string {
  return rename !== undefined && Object.hasOwn(rename, name) ? (rename[name] ?? name) : name;
}
