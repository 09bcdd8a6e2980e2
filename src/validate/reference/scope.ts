import type { Environment, TypedNode } from '../fhirpath/typed-node.ts';
import { collectIds } from '../narrative/collect-ids.ts';
import { type BundleIndex, indexBundle } from './bundle-index.ts';
import { isObject, type JsonObject, textOf } from './json-object.ts';
import { typeOfUrl } from './restful-url.ts';

/** What only the validator as a whole can answer, for expressions that ask. */
export interface Answers extends Pick<Environment, 'memberOf' | 'conformsTo'> {
  readonly clock?: () => Date;
}

/** What the scopes of a container and its contained resources share. */
interface Container {
  contained?: ReadonlySet<unknown>;
  byId?: ReadonlyMap<unknown, JsonObject>;
  /** `#id` of all references in the container, those in contained resources among them. */
  readonly localReferences: Set<string>;
  /** Contained resources that refer to their container (`#`). */
  readonly referringBack: Set<JsonObject>;
  /** Ids of everything in the container. */
  ids?: ReadonlySet<string>;
}

/**
 * The resources in view at a place of an instance: the one that `%resource` means, the one that contains it, and the
 * Bundle around both. References are resolved from here.
 */
export class Scope {
  readonly resource: JsonObject;
  /** The container of a contained resource; otherwise the resource itself. `%rootResource` */
  readonly root: JsonObject;
  /** Full URL of the entry that the resource stands in. */
  readonly fullUrl: string | undefined;
  readonly isContained: boolean;
  readonly answers: Answers;
  readonly #outer: Scope | undefined;
  readonly #container: Container;
  #ownIndex: BundleIndex | undefined;
  #elementIds: Set<string> | undefined;
  #environment: Environment | undefined;

  private constructor(
    resource: JsonObject,
    root: JsonObject,
    answers: Answers,
    outer: Scope | undefined,
    fullUrl: string | undefined,
    container: Container = { localReferences: new Set(), referringBack: new Set() },
  ) {
    this.#container = container;
    this.resource = resource;
    this.root = root;
    this.answers = answers;
    this.fullUrl = fullUrl;
    this.#outer = outer;
    this.isContained = resource !== root;
  }

  /** Of the outermost resource. */
  static of(resource: JsonObject, answers: Answers): Scope {
    return new Scope(resource, resource, answers, undefined, undefined);
  }

  /** Of a resource that stands somewhere in this one. */
  inside(resource: JsonObject): Scope {
    if (this.#isContainedHere(resource)) return this.#ofContained(resource);
    if (this.resource['resourceType'] !== 'Bundle') return this.#ofNested(resource, undefined);
    this.#ownIndex ??= indexBundle(this.resource);
    return this.#ofNested(resource, this.#ownIndex.fullUrlOf(resource));
  }

  #isContainedHere(resource: JsonObject): boolean {
    const contained = this.root['contained'];
    if (!Array.isArray(contained)) return false;
    this.#container.contained ??= new Set(contained);
    return this.#container.contained.has(resource);
  }

  #ofContained(resource: JsonObject): Scope {
    return new Scope(resource, this.root, this.answers, this.#outer, this.fullUrl, this.#container);
  }

  /** Of a resource that stands for itself in this one: an entry of a Bundle, a parameter. */
  #ofNested(resource: JsonObject, fullUrl: string | undefined): Scope {
    return new Scope(resource, resource, this.answers, this, fullUrl);
  }

  /** The nearest Bundle around the resource. */
  get bundle(): BundleIndex | undefined {
    const scope = this.#bundleScope;
    if (scope === undefined) return undefined;
    scope.#ownIndex ??= indexBundle(scope.resource);
    return scope.#ownIndex;
  }

  get #bundleScope(): Scope | undefined {
    let scope = this.#outer;
    while (scope !== undefined && scope.resource['resourceType'] !== 'Bundle') scope = scope.#outer;
    return scope;
  }

  /** The resource that a reference points to, in the container or the Bundle. */
  resolve(reference: string): JsonObject | undefined {
    return this.locate(reference)?.resource;
  }

  /** Resource type that the URL of a reference names. */
  typeNamedBy(reference: string): string | undefined {
    const { bundle } = this;
    return bundle === undefined ? typeOfUrl(reference) : bundle.urlOf(reference)?.type;
  }

  /** The same as a scope of its own. */
  locate(reference: string): Scope | undefined {
    if (reference.startsWith('#')) {
      const found = this.#findContained(reference.slice(1));
      return found === undefined ? undefined : this.#ofContained(found);
    }
    const around = this.#bundleScope;
    const target = this.bundle?.find(reference, this.fullUrl)[0];
    if (around === undefined || target === undefined) return undefined;
    return around.#ofNested(target.resource, target.fullUrl);
  }

  /** The container for the empty id (`#`). */
  #findContained(id: string): JsonObject | undefined {
    if (id === '') return this.root;
    const contained = this.root['contained'];
    if (!Array.isArray(contained)) return undefined;
    // The first of several with one id counts.
    this.#container.byId ??= new Map(
      contained
        .filter(isObject)
        .reverse()
        .map((resource) => [resource['id'], resource]),
    );
    return this.#container.byId.get(id);
  }

  /** Remembers a local reference (`#id`, `#`) that stands in this resource. */
  noteLocalReference(reference: string): void {
    if (reference === '#') this.#container.referringBack.add(this.resource);
    else this.#container.localReferences.add(reference);
  }

  /** Whether a contained resource is referred to in its container, or refers to it; once all was walked through. */
  isReferred(contained: JsonObject): boolean {
    const { localReferences, referringBack } = this.#container;
    return localReferences.has(`#${textOf(contained['id'])}`) || referringBack.has(contained);
  }

  /** Whether a link of a narrative (`#id`) leads somewhere: in the container, or in the Bundle around it. */
  hasLinkTarget(id: string): boolean {
    this.#container.ids ??= collectIds(this.root);
    return this.#container.ids.has(id) || (this.#bundleScope?.hasLinkTarget(id) ?? false);
  }

  /** Notes the id of an element; false when another element of the resource has it. */
  noteElementId(id: string): boolean {
    this.#elementIds ??= new Set();
    return this.#elementIds.size !== this.#elementIds.add(id).size;
  }

  /** What FHIRPath may ask for in this scope. */
  get environment(): Environment {
    this.#environment ??= this.#createEnvironment();
    return this.#environment;
  }

  #createEnvironment(): Environment {
    const { clock, ...answers } = this.answers;
    return {
      ...answers,
      ...(clock === undefined ? {} : { now: clock() }),
      resource: resourceNode(this.resource),
      rootResource: resourceNode(this.root),
      resolve: (reference) => {
        const found = this.resolve(reference);
        return found === undefined ? undefined : resourceNode(found);
      },
    };
  }
}

/** A resource as a node of FHIRPath. */
export function resourceNode(resource: JsonObject): TypedNode {
  return { value: resource, type: textOf(resource['resourceType']) };
}
