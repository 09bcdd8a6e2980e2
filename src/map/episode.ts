import type { Resource } from '@medplum/fhirtypes';
import { logicalIdsOf } from '../fhir/logical-id.ts';
import { recordIdentity } from '../fhir/record-identity.ts';
import type { FormRecord } from '../types/source-record.ts';
import type { JsonNode } from './json-node.ts';

/** One made node: the object, the resource it stands in, and the named list elements made so far. */
export interface Instance {
  readonly object: JsonNode;
  readonly resource: JsonNode;
  /** `Type/id` of the resource, where it is made: one text for all who refer to it. */
  readonly reference?: string | undefined;
  /** By path with slice name, e.g. `identifier[maBn]`. */
  readonly slices: Map<string, JsonNode>;
}

/** Instances of a node that is made for each item of a `;` list; undefined where every list has an empty item. */
export type InstanceList = readonly (Instance | undefined)[];

/** Places in the sender's file by the object and the name that a value was written to. */
export type Trace = Map<object, Map<string, string>>;

/** What a row has, whether FHIR is made of it or it is made of FHIR. */
export interface RowNodes {
  readonly instances: Map<string, Instance>;
  readonly lists: Map<string, InstanceList>;
}

/** One row on its way through a table. */
export interface RowScope extends RowNodes {
  /** Table and number of the row, `XML3[12]`. */
  readonly place: string;
  readonly fields: ReadonlyMap<string, string>;
  /** The extension of the form on the row's anchor, once something is kept in it. */
  kept?: JsonNode;
}

/** No row at all: constants that need none are filled from it. */
export const EMPTY_ROW: RowScope = { place: '', fields: new Map(), instances: new Map(), lists: new Map() };

/** What all rows of a record share, in both directions. */
export interface RecordNodes {
  readonly facility: string;
  readonly key: string;
  /** Nodes of the episode, which every table of the format may refer and write to. */
  readonly nodes: Map<string, Instance>;
  readonly lists: Map<string, InstanceList>;
}

/** Elements outside their form that are named one by one. */
const MAX_UNKNOWN = 100;

/** Everything that one record makes, while it is made. */
export class Episode implements RecordNodes {
  readonly facility: string;
  readonly key: string;
  /** What the record is known by inside its facility, and its resources by among those of all records. */
  readonly identity: string;
  readonly trace: Trace | undefined;
  readonly resources: Resource[] = [];
  readonly nodes = new Map<string, Instance>();
  /** Nodes of rows that other rows stand inside, by place (`QD831.HOSOKHAMCHUABENH[2]`): these refer and add to them. */
  readonly outer = new Map<string, ReadonlyMap<string, Instance>>();
  readonly lists = new Map<string, InstanceList>();
  /** Fields of the summary's first row (XML1), for conditions of other tables. */
  header: ReadonlyMap<string, string> = new Map();
  /** Day of the record (of the end of care), `YYYY-MM-DD`: dated code lists are read as of it. */
  day: string | undefined;
  /** Makes a shared resource on demand: (node, item) -> instance. */
  onDemand: (node: string, item: string) => Instance = (node) => {
    throw new Error(`no table makes ${node} on demand`);
  };
  /** Run when every row is mapped: what only then can be known. */
  readonly afterwards: (() => void)[] = [];
  readonly #deriveId: ReturnType<typeof logicalIdsOf>;
  readonly #byId = new Map<string, Instance>();
  /** How often a content key came, by `Type/id` of its first instance. */
  readonly #repetitions = new Map<string, number>();
  readonly #unknown = new Set<string>();
  readonly #lookups = new Map<string, Instance>();

  constructor({ facility, key, format }: Pick<FormRecord, 'facility' | 'key' | 'format'>, trace?: Trace) {
    this.facility = facility;
    this.#deriveId = logicalIdsOf(facility);
    this.key = key;
    this.identity = recordIdentity(format, key);
    this.trace = trace;
  }

  /** True the first time for each element, and for no more than 100 of them: one finding tells about every row. */
  isNewlyUnknown(element: string): boolean {
    if (this.#unknown.size >= MAX_UNKNOWN || this.#unknown.has(element)) return false;
    this.#unknown.add(element);
    return true;
  }

  /**
   * A resource by its deterministic id. A shared or grouped one is made once; for others a repeated content key
   * gets the number of its repetition, so that two equal rows stay two.
   */
  resource(type: string, idParts: readonly string[], once: boolean): { instance: Instance; isNew: boolean } {
    const [owner = '', ...content] = idParts;
    const id = this.#deriveId(type, owner, ...content);
    const name = `${type}/${id}`;
    const found = this.#byId.get(name);
    if (found === undefined) return { instance: this.#make(type, id), isNew: true };
    if (once) return { instance: found, isNew: false };
    const repetition = (this.#repetitions.get(name) ?? 1) + 1;
    this.#repetitions.set(name, repetition);
    const repeatedId = this.#deriveId(type, owner, ...content, `#${repetition}`);
    return { instance: this.#make(type, repeatedId), isNew: true };
  }

  #make(type: string, id: string): Instance {
    const resource: JsonNode = { resourceType: type, id };
    const reference = `${type}/${id}`;
    const instance = { object: resource, resource, reference, slices: new Map<string, JsonNode>() };
    this.#byId.set(reference, instance);
    this.resources.push(resource as unknown as Resource);
    return instance;
  }

  remember(node: string, by: string, instance: Instance): void {
    const name = `${node}\u0000${by}`;
    if (!this.#lookups.has(name)) this.#lookups.set(name, instance);
  }

  lookup(node: string, by: string): Instance | undefined {
    return this.#lookups.get(`${node}\u0000${by}`);
  }
}

/** `Type/id` of the resource that an instance stands in. */
export function referenceTo({ resource, reference }: Instance): string {
  return reference ?? `${resource['resourceType']}/${resource['id']}`;
}
