/** A value in a FHIRPath collection, with the type that its place gives it. */
export interface TypedNode {
  /** The JSON value; undefined for a primitive that has only an id or extensions. */
  readonly value: unknown;
  /** The `_name` sibling of a primitive: id and extensions. */
  readonly sibling?: unknown;
  /** As in `PropertyModel.type`, or a system type, `System.Boolean`. A resource has its `resourceType`. */
  readonly type: string;
}

/** What an expression can ask for beside its focus. */
export interface Environment {
  /** `%resource`: the resource that holds the focus; `%rootResource`: the one that contains that, else the same. */
  readonly resource: TypedNode;
  readonly rootResource: TypedNode;
  /** `resolve()`: the resource that a reference points to, in the same Bundle or container. */
  resolve?(reference: string): TypedNode | undefined;
  /** `memberOf()`: undefined when it cannot be decided. */
  memberOf?(node: TypedNode, valueSet: string): boolean | undefined;
  /** `conformsTo()`: undefined for a profile that is not known. */
  conformsTo?(node: TypedNode, profile: string): boolean | undefined;
  /** `now()`, `today()`, `timeOfDay()`: the same moment in a whole evaluation. */
  readonly now?: Date;
  /** Further `%name` values. */
  readonly variables?: Readonly<Record<string, readonly TypedNode[]>>;
}
