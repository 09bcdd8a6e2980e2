import type { ValueSets } from './element-table.ts';
import { findUnpaired, hasContent, hasValueXorExtension, isCodedIn, makeChoiceCheck } from './object-rules.ts';
import { isPrimitive, PRIMITIVES } from './primitives.ts';

export type ValueCheck = (value: unknown) => boolean;

/** What compiled checks call by name; a generated file receives it as `fhir`. */
export interface CheckRuntime {
  /** Check of a type. May be asked for before that type is loaded: types refer to each other in circles. */
  readonly type: (name: string) => ValueCheck;
  /** All codes of a value set, of whatever system. */
  readonly codes: (valueSet: string) => ReadonlySet<string>;
  /** Codes of a value set by system. */
  readonly systems: (valueSet: string) => ReadonlyMap<string, ReadonlySet<string>>;
  readonly makeChoiceCheck: typeof makeChoiceCheck;
  readonly findUnpaired: typeof findUnpaired;
  readonly hasContent: typeof hasContent;
  readonly hasValueXorExtension: typeof hasValueXorExtension;
  readonly isCodedIn: typeof isCodedIn;
}

/** `load` brings the check of a complex type or resource when it is needed for the first time. */
export function createCheckRuntime(valueSets: ValueSets, load: (type: string) => ValueCheck): CheckRuntime {
  const systems = once((url: string) => systemsOf(valueSets, url));
  return {
    type: once((name: string) => (isPrimitive(name) ? PRIMITIVES[name].holds : lazily(() => load(name)))),
    codes: once((url: string) => new Set([...systems(url).values()].flatMap((codes) => [...codes]))),
    systems,
    makeChoiceCheck,
    findUnpaired,
    hasContent,
    hasValueXorExtension,
    isCodedIn,
  };
}

/** Calls `make` once per key and keeps what it made. */
export function once<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}

function lazily(load: () => ValueCheck): ValueCheck {
  let check: ValueCheck | undefined;
  return (value) => {
    check ??= load();
    return check(value);
  };
}

function systemsOf(valueSets: ValueSets, url: string): ReadonlyMap<string, ReadonlySet<string>> {
  const systems = Object.entries(valueSets[url] ?? {});
  return new Map(systems.map(([system, codes]) => [system, new Set(codes)]));
}
