import type { FieldSpec, MappingTable, NodeSpec, TargetSpec, Template } from './mapping-table.ts';

/**
 * The short ways of writing a table, in full; the compilers know of none of them.
 * - A node with `names` is one node for each name. In its texts `$node` is the name; where the names carry words of their
 *   own (`{ pulse: { loinc: 8867-4 } }`), `$loinc` is such a word.
 * - `when: [{ any: [$fields] }]`: the fields whose home is on the node.
 * - A slice `component[*]` has the constants of every slice under that path that a field is written to; `$slice` is its name.
 * - `{ coding: LIST, code: X }` is the Coding of X, `{ display: LIST, code: X }` the words for it.
 */
export type NodeSource = NodeSpec & {
  readonly names?: readonly string[] | Readonly<Record<string, Words>>;
};

type Words = Readonly<Record<string, string>>;

/** What a code of a list means in Vietnamese; undefined when the list does not hold it. */
export type DisplayOf = (list: string, code: string) => string | undefined;

/** Writes a table out. Throws where it names a code that its list does not hold: a table with a mistake must not start. */
export function expandTable(table: MappingTable, displayOf: DisplayOf): MappingTable {
  const targets = Object.entries(table.fields).flatMap(([field, spec]) => targetsOf(field, spec));
  const nodes = Object.entries(table.nodes)
    .flatMap(([name, spec]) => nameNodes(name, spec))
    .map(([name, spec]) => {
      const own = targets.filter((target) => target.node === name);
      const full = { ...spec, ...fillFields(spec, own), ...fillSlices(spec, own) };
      return [name, fillCodes(full as unknown as Template, displayOf) as unknown as NodeSpec] as const;
    });
  return { ...table, nodes: Object.fromEntries(nodes) };
}

/** Where a field is written. */
interface Target {
  readonly field: string;
  readonly node: string;
  readonly path: string;
  /** False for a copy. */
  readonly isHome: boolean;
}

function targetsOf(field: string, spec: FieldSpec): Target[] {
  const [homes, copies] = placesOf(spec);
  return [
    ...homes.map((to) => targetAt(field, to, true)),
    ...copies.map((copy) => targetAt(field, typeof copy === 'string' ? copy : copy.to, false)),
  ];
}

function placesOf(spec: FieldSpec): [homes: readonly string[], copies: readonly (string | TargetSpec)[]] {
  if (typeof spec === 'string') return [[spec], []];
  if ('key' in spec) return [[], []];
  return 'choose' in spec ? [spec.choose.map(({ to }) => to), []] : [[spec.to], spec.also ?? []];
}

function targetAt(field: string, to: string, isHome: boolean): Target {
  const dot = to.indexOf('.');
  return { field, node: to.slice(0, dot), path: to.slice(dot + 1), isHome };
}

function nameNodes(group: string, source: NodeSource): [string, NodeSpec][] {
  const { names, ...spec } = source;
  if (names === undefined) return [[group, spec]];
  const words: readonly [string, Words][] = Array.isArray(names)
    ? names.map((name: string) => [name, {}])
    : Object.entries(names as Readonly<Record<string, Words>>);
  return words.map(([name, own]) => [name, fillWords(spec as unknown as Template, { node: name, ...own }) as NodeSpec]);
}

/** Puts words for the texts `$word`; other texts that begin with `$` are for the compilers. */
function fillWords(template: Template, words: Words): Template {
  if (typeof template === 'string') return template.startsWith('$') ? (words[template.slice(1)] ?? template) : template;
  return mapParts(template, (part) => fillWords(part, words));
}

function fillFields({ when }: NodeSpec, targets: readonly Target[]): Pick<NodeSpec, 'when'> {
  if (when === undefined) return {};
  const fields = [...new Set(targets.filter(({ isHome }) => isHome).map(({ field }) => field))];
  return {
    when: when.map((condition) =>
      'any' in condition ? { any: condition.any.flatMap((name) => (name === '$fields' ? fields : [name])) } : condition,
    ),
  };
}

const ANY = '[*]';

function fillSlices({ slices }: NodeSpec, targets: readonly Target[]): Pick<NodeSpec, 'slices'> {
  if (slices === undefined) return {};
  const full = Object.entries(slices).flatMap(([prefix, constants]): [string, Template][] => {
    if (!prefix.endsWith(ANY)) return [[prefix, constants]];
    const names = targets.flatMap(({ path }) => sliceAt(path, prefix.slice(0, -ANY.length)));
    return [...new Set(names)].map((slice) => [
      `${prefix.slice(0, -ANY.length)}[${slice}]`,
      fillWords(constants, { slice }),
    ]);
  });
  // A slice that is written out goes before one of the many.
  return { slices: { ...Object.fromEntries(full), ...withoutAny(slices) } };
}

function withoutAny(slices: Readonly<Record<string, Template>>): Record<string, Template> {
  return Object.fromEntries(Object.entries(slices).filter(([prefix]) => !prefix.endsWith(ANY)));
}

/** `X` of `component[X].valueString`, where `component` is the list; nothing for another list or a place in it. */
function sliceAt(path: string, list: string): string[] {
  if (!path.startsWith(`${list}[`)) return [];
  const name = path.slice(list.length + 1, path.indexOf(']', list.length));
  return /^\d+$/.test(name) ? [] : [name];
}

function fillCodes(template: Template, displayOf: DisplayOf): Template {
  if (typeof template === 'object' && !Array.isArray(template)) {
    const { coding, display, code, ...rest } = template as Readonly<Record<string, Template>>;
    const isHole = Object.keys(rest).length === 0 && typeof code === 'string';
    if (isHole && typeof coding === 'string') {
      return { system: `$codes.${slugOf(coding)}`, code, display: meaningOf(coding, code, displayOf) };
    }
    // A Coding has a display too, beside its system.
    if (isHole && coding === undefined && typeof display === 'string') return meaningOf(display, code, displayOf);
  }
  return mapParts(template, (part) => fillCodes(part, displayOf));
}

const slugOf = (list: string) => list.toLowerCase().replaceAll('_', '-');

function meaningOf(list: string, code: string, displayOf: DisplayOf): string {
  const meaning = displayOf(list, code);
  if (meaning === undefined) throw new Error(`code list ${list} has no ${code}`);
  return meaning;
}

function mapParts(template: Template, change: (part: Template) => Template): Template {
  if (typeof template !== 'object') return template;
  if (Array.isArray(template)) return (template as readonly Template[]).map(change);
  return Object.fromEntries(Object.entries(template).map(([name, part]) => [name, change(part)]));
}
