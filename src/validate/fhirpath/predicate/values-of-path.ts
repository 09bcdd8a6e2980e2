import { FhirPathError } from '../fhirpath-error.ts';
import type { Expression } from '../syntax/expression.ts';
import { type SystemType, systemTypeOf } from '../values/system-type.ts';
import type { Frame, Scalar, Visit } from './frame.ts';
import type { PredicateCompiler } from './predicate-compiler.ts';

const KINDS: Partial<Readonly<Record<SystemType, Scalar['kind']>>> = {
  'System.String': 'string',
  'System.Integer': 'number',
  'System.Decimal': 'number',
  'System.Boolean': 'boolean',
};

/** The JavaScript type that values of a type have; undefined for those that have none of their own, such as dates. */
export function scalarKind(type: string): Scalar['kind'] | undefined {
  const system = systemTypeOf(type);
  return system && KINDS[system];
}

/** Finds the end of a search: one value is enough. */
export const STOP: Visit = () => true;

/** Counts a value, and keeps it. */
export const COUNT: Visit = (value, _sibling, frame) => {
  frame.found += 1;
  frame.last = value;
  return false;
};

/** Keeps every value. */
const COLLECT: Visit = (value, _sibling, frame) => {
  frame.list.push(value);
  return false;
};

/** Finds something from the number of values that a walk counts, and the last of them. */
export function counted<T>(
  walk: Visit,
  decide: (count: number, last: unknown) => T,
): (value: unknown, sibling: unknown, frame: Frame) => T {
  return (value, sibling, frame) => {
    const { found, last } = frame;
    frame.found = 0;
    walk(value, sibling, frame);
    const count = frame.found;
    const kept = frame.last;
    frame.found = found;
    frame.last = last;
    return decide(count, kept);
  };
}

/** Values of a path, and the types that they may have. */
interface TypedWalk {
  readonly walk: Visit;
  readonly types: ReadonlySet<string>;
}

function typedWalk(compiler: PredicateCompiler, path: Expression, type: string, visit: Visit): TypedWalk | undefined {
  const types = new Set<string>();
  const walk = compiler.walk(path, type, (found) => {
    types.add(found);
    return visit;
  });
  return walk && { walk, types };
}

/** The only value of a path. */
export interface SingleValue {
  readonly types: ReadonlySet<string>;
  /** Undefined for none. Throws FhirPathError for a list. */
  readonly get: (value: unknown, sibling: unknown, frame: Frame) => unknown;
}

/** See `SingleValue`; undefined when the path cannot be compiled this way. */
export function singleValue(compiler: PredicateCompiler, path: Expression, type: string): SingleValue | undefined {
  const typed = typedWalk(compiler, path, type, COUNT);
  if (typed === undefined) return undefined;
  const { walk, types } = typed;
  return {
    types,
    get: counted(walk, (count, last) => {
      if (count > 1) throw new FhirPathError('A single value is needed, not a list');
      return count === 0 ? undefined : last;
    }),
  };
}

/** All values of a path, which are of one JavaScript type; `object` for those of complex types. */
export interface ValueList {
  readonly kind: Scalar['kind'] | 'object';
  readonly get: (value: unknown, sibling: unknown, frame: Frame) => readonly unknown[];
}

/** See `ValueList`; undefined when the path cannot be compiled this way, or has other values. */
export function valueList(compiler: PredicateCompiler, path: Expression, type: string): ValueList | undefined {
  const typed = typedWalk(compiler, path, type, COLLECT);
  const kind = typed && (commonKind(typed.types) ?? objectKind(typed.types));
  if (typed === undefined || kind === undefined) return undefined;
  const { walk } = typed;
  return {
    kind,
    get: (value, sibling, frame) => {
      const before = frame.list;
      frame.list = [];
      walk(value, sibling, frame);
      const { list } = frame;
      frame.list = before;
      return list;
    },
  };
}

/** The JavaScript type of all of these types; undefined when there is none in common. */
export function commonKind(types: ReadonlySet<string>): Scalar['kind'] | undefined {
  const kinds = new Set([...types].map(scalarKind));
  const [kind] = kinds;
  return kinds.size === 1 ? kind : undefined;
}

function objectKind(types: ReadonlySet<string>): 'object' | undefined {
  return types.size > 0 && [...types].every((type) => systemTypeOf(type) === undefined) ? 'object' : undefined;
}
