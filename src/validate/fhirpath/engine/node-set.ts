import type { TypedNode } from '../typed-node.ts';
import { printDecimal, withoutTrailingZeros } from '../values/decimal.ts';
import { areEqual } from '../values/equality.ts';
import { canonicalJson } from '../values/json-equality.ts';
import { isPrimitiveType } from '../values/system-type.ts';
import { isNumber, systemValueOf } from '../values/system-value.ts';
import { countVisits, type Scope } from './scope.ts';

/** Nodes that were met, by `=`. Texts, numbers and complex values are found at once, whatever their number. */
export class NodeSet {
  readonly #keys = new Set<string>();
  /** Dates and quantities: equal ones may be written in many ways. */
  readonly #others: TypedNode[] = [];
  readonly #scope: Scope;

  constructor(scope: Scope, nodes: readonly TypedNode[] = []) {
    this.#scope = scope;
    for (const node of nodes) this.add(node);
  }

  /** Whether an equal node is in; undefined when it is not certain. */
  has(node: TypedNode): boolean | undefined {
    const key = keyOf(node);
    if (key !== undefined) return this.#keys.has(key);
    countVisits(this.#scope, this.#others.length);
    let isCertain = true;
    for (const other of this.#others) {
      const equal = areEqual(node, other);
      if (equal === true) return true;
      if (equal === undefined) isCertain = false;
    }
    return isCertain ? false : undefined;
  }

  /** Adds a node. */
  add(node: TypedNode): void {
    const key = keyOf(node);
    if (key === undefined) this.#others.push(node);
    else this.#keys.add(key);
  }

  /** Adds a node, and says whether no equal one was in for certain. */
  addNew(node: TypedNode): boolean {
    if (this.has(node) === true) return false;
    this.add(node);
    return true;
  }
}

/** The nodes without repetitions, in their order. */
export function distinctNodes(scope: Scope, nodes: readonly TypedNode[]): readonly TypedNode[] {
  if (nodes.length < 2) return nodes;
  const set = new NodeSet(scope);
  return nodes.filter((node) => set.addNew(node));
}

/** A text that is the same for equal nodes and for no others; undefined for dates and quantities. */
function keyOf(node: TypedNode): string | undefined {
  const value = systemValueOf(node);
  if (value === undefined) return objectKey(node);
  if (isNumber(value)) return `n${printDecimal(withoutTrailingZeros(value.value))}`;
  if (value.kind === 'string') return `s${value.value}`;
  return value.kind === 'boolean' ? `b${value.value}` : undefined;
}

function objectKey({ type, value }: TypedNode): string | undefined {
  const text = canonicalJson(value);
  return text === undefined ? undefined : `${isPrimitiveType(type) ? 'p' : 'o'}${text}`;
}
