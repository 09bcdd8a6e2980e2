import type { Rule } from './differential-tree.ts';
import type { ElementNode } from './element-tree.ts';

/**
 * Rules by the slice that they are about, in the order of the differential: those of a re-slice `a/b` with those of `a`,
 * where there is an `a`.
 * @source https://hl7.org/fhir/R4/profiling.html#reslicing
 */
export function groupBySlice(slices: readonly ElementNode[], rules: readonly Rule[]): ReadonlyMap<string, Rule[]> {
  const names = new Set([
    ...slices.map(({ definition }) => String(definition.sliceName)),
    ...rules.map(({ sliceName }) => String(sliceName)),
  ]);
  const groups = new Map<string, Rule[]>();
  for (const rule of rules) {
    const name = outermost(String(rule.sliceName), names);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [rule]);
    else group.push(rule);
  }
  return groups;
}

function outermost(name: string, names: ReadonlySet<string>): string {
  for (let slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
    const outer = name.slice(0, slash);
    if (names.has(outer)) return outer;
  }
  return name;
}
