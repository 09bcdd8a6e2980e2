import type { ElementRow, TypeTables } from './element-table.ts';
import type { ProfileElement } from './profile-element.ts';

/** An element that a profile constrains, itself or below it. */
export interface ConstrainedElement {
  /** Its own path in the tables: for `Patient.name.text` it is `HumanName.text`. */
  readonly path: string;
  /** What R4 says of it. */
  readonly published: ElementRow;
  /** The same, narrowed by the profile and those that it builds on. */
  row: ElementRow;
  /** What they ask of its values. */
  rules: Partial<ProfileElement>;
  readonly children: Map<string, ConstrainedElement>;
}

/**
 * The elements of a type that a profile constrains, by name. `elements` begins with those of the profile at the bottom
 * of the base chain. Refuses (throws) an element that R4 does not have and a rule that would loosen what stood before.
 */
export function constrainElements(
  tables: TypeTables,
  type: string,
  elements: readonly ProfileElement[],
  enumerable: ReadonlySet<string>,
): ReadonlyMap<string, ConstrainedElement> {
  const root = new Map<string, ConstrainedElement>();
  for (const rules of elements) {
    const names = rules.path.split('.').slice(1);
    if (names.length === 0) continue;
    const element = findElement(tables, type, root, names);
    if (element === undefined) throw new Error(`element ${rules.path} is not in R4, or its type is not one`);
    narrow(element, rules, enumerable);
  }
  return root;
}

/** The element at the end of a path, with all elements on the way. */
function findElement(
  tables: TypeTables,
  type: string,
  root: Map<string, ConstrainedElement>,
  names: readonly string[],
) {
  let holder = type;
  let siblings = root;
  let element: ConstrainedElement | undefined;
  for (const name of names) {
    const path = `${holder}.${name}`;
    const row = tables[path.split('.', 1)[0] ?? '']?.elements[path];
    if (row === undefined) return undefined;
    element = siblings.get(name) ?? { path, published: row, row, rules: {}, children: new Map() };
    siblings.set(name, element);
    siblings = element.children;
    holder = contentOf(tables, element);
  }
  return element;
}

/** Where the children of an element are defined: with it, at its contentReference, or with its one type. */
function contentOf(tables: TypeTables, { path, row }: ConstrainedElement): string {
  const [type, ...others] = row.types;
  if (type === undefined) return row.contentReference ?? '';
  if (type.code === 'BackboneElement' || type.code === 'Element') return path;
  return others.length === 0 && tables[type.code] !== undefined ? type.code : '';
}

function narrow(element: ConstrainedElement, rules: ProfileElement, enumerable: ReadonlySet<string>): void {
  const { row } = element;
  const { path, min = row.min, max = row.max, types, valueSet } = rules;
  const left = row.types.filter(({ code }) => types === undefined || types.includes(code));
  const faults = {
    'has a cardinality wider than its base': min < row.min || limit(max) > limit(row.max),
    'has a min above its max': min > limit(max),
    'has a type that its base does not allow': types?.some((code) => !row.types.some((type) => type.code === code)),
    'is bound to a value set that is not known': valueSet !== undefined && !enumerable.has(valueSet),
    'asks for a value of one type and allows several': asksValue(rules) && left.length !== 1,
  };
  for (const [fault, isFound] of Object.entries(faults)) {
    if (isFound) throw new Error(`element ${path} ${fault}`);
  }
  element.row = { ...row, min, max, types: left };
  element.rules = { ...element.rules, ...rules };
}

function limit(max: string): number {
  return max === '*' ? Number.POSITIVE_INFINITY : Number(max);
}

function asksValue({ fixed, pattern, minValue, maxValue }: ProfileElement): boolean {
  return [fixed, pattern, minValue, maxValue].some((value) => value !== undefined);
}
