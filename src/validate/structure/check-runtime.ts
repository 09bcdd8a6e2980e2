import type { ValueSets } from './element-table.ts';
import type { CheckRuntime, ValueCheck } from './fhir-keywords.ts';
import { findUnpaired, hasContent, hasValueXorExtension, isCodedIn, makeChoiceCheck } from './object-rules.ts';
import { isPrimitive, PRIMITIVES } from './primitives.ts';

/**
 * What compiled checks call. `load` brings the check of a type when it is needed for the first time.
 */
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

function lazily(load: () => ValueCheck): ValueCheck {
  let check: ValueCheck | undefined;
  return (value) => {
    check ??= load();
    return check(value);
  };
}

function once<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}

function systemsOf(valueSets: ValueSets, url: string): ReadonlyMap<string, ReadonlySet<string>> {
  const systems = Object.entries(valueSets[url] ?? {});
  return new Map(systems.map(([system, codes]) => [system, new Set(codes)]));
}
