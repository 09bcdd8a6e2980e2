import type { Resource } from '@medplum/fhirtypes';
import { deriveLogicalId } from '../fhir/logical-id.ts';
import type { JsonNode } from './json-node.ts';

/** One made node: the object, the resource it stands in, and the named list elements made so far. */
export interface Instance {
  readonly object: JsonNode;
  readonly resource: JsonNode;
  /** By path with slice name, e.g. `identifier[maBn]`. */
  readonly slices: Map<string, JsonNode>;
}

/** Places in the sender's file by the object and the name that a value was written to. */
export type Trace = Map<object, Map<string, string>>;

/** One row on its way through a table. */
export interface RowScope {
  /** Table and number of the row, `XML3[12]`. */
  readonly place: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly instances: Map<string, Instance>;
  /** Instances of nodes that are made for each item of a `;` list. */
  readonly lists: Map<string, readonly (Instance | undefined)[]>;
}

/** Elements outside their form that are named one by one. */
const MAX_UNKNOWN = 100;

/** Everything that one record makes, while it is made. */
export class Episode {
  readonly facility: string;
  readonly key: string;
  readonly trace: Trace | undefined;
  readonly resources: Resource[] = [];
  /** Nodes of XML1, which the other tables refer to. */
  readonly nodes = new Map<string, Instance>();
  /** Fields of XML1's first row, for conditions of other tables. */
  header: ReadonlyMap<string, string> = new Map();
  /** Day when care ended (NGAY_RA), `YYYY-MM-DD`: dated code lists are read as of it. */
  day: string | undefined;
  /** Makes a shared resource on demand: (node, item) -> instance. */
  onDemand: (node: string, item: string) => Instance = (node) => {
    throw new Error(`no table makes ${node} on demand`);
  };
  readonly #byId = new Map<string, Instance>();
  /** How often a content key came, by `Type/id` of its first instance. */
  readonly #repetitions = new Map<string, number>();
  readonly #unknown = new Set<string>();
  readonly #lookups = new Map<string, Instance>();

  constructor(facility: string, key: string, trace?: Trace) {
    this.facility = facility;
    this.key = key;
    this.trace = trace;
  }

  /** Takes the fields that the whole episode is judged by. */
  readHeader(fields: ReadonlyMap<string, string>): void {
    this.header = fields;
    const digits = /^(\d{4})(\d{2})(\d{2})/.exec(fields.get('NGAY_RA') ?? '');
    this.day = digits === null ? undefined : `${digits[1]}-${digits[2]}-${digits[3]}`;
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
    const id = deriveLogicalId(this.facility, type, owner, ...content);
    const name = `${type}/${id}`;
    const found = this.#byId.get(name);
    if (found === undefined) return { instance: this.#make(type, id), isNew: true };
    if (once) return { instance: found, isNew: false };
    const repetition = (this.#repetitions.get(name) ?? 1) + 1;
    this.#repetitions.set(name, repetition);
    const repeatedId = deriveLogicalId(this.facility, type, owner, ...content, `#${repetition}`);
    return { instance: this.#make(type, repeatedId), isNew: true };
  }

  #make(type: string, id: string): Instance {
    const resource: JsonNode = { resourceType: type, id };
    const instance = { object: resource, resource, slices: new Map<string, JsonNode>() };
    this.#byId.set(`${type}/${id}`, instance);
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
export function referenceTo({ resource }: Instance): string {
  return `${resource['resourceType']}/${resource['id']}`;
}
