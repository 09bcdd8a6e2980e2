import { type ElementRow, elementName, type TypeTables } from './element-table.ts';
import type { CardinalitySchema, JsonSchema } from './fhir-schema.ts';
import type { ProfileElement } from './profile-element.ts';
import { cardinalityOf, carriersOf, isArray } from './type-schema.ts';

/** An element that a profile constrains, itself or below it. */
interface ConstrainedElement {
  /** Its own row in the tables: for `Patient.name.text` that of `HumanName.text`. */
  readonly path: string;
  readonly row: ElementRow;
  rules?: ProfileElement;
  readonly children: Map<string, ConstrainedElement>;
}

/**
 * Schema of what a profile asks beyond R4: only the constrained elements, open for the rest, because every resource is
 * checked against R4 as well. Refuses (throws) an element that R4 does not have and a rule that would loosen R4.
 */
export function profileSchema(
  tables: TypeTables,
  type: string,
  elements: readonly ProfileElement[],
  enumerable: ReadonlySet<string>,
): JsonSchema {
  const root = new Map<string, ConstrainedElement>();
  for (const rules of elements) {
    const names = rules.path.split('.').slice(1);
    if (names.length === 0) continue;
    const element = findElement(tables, type, root, names);
    if (element === undefined) throw new Error(`element ${rules.path} is not in R4, or its type is not one`);
    refuseLoosening(rules, element.row, enumerable);
    element.rules = rules;
  }
  return contentSchema(root);
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
    element = siblings.get(name) ?? { path, row, children: new Map() };
    siblings.set(name, element);
    siblings = element.children;
    holder = contentOf(tables, element);
  }
  return element;
}

/** Where the children of an element are defined: with it, at its contentReference, or with its one type. */
function contentOf(tables: TypeTables, { path, row, rules }: ConstrainedElement): string {
  if (row.contentReference !== undefined) return row.contentReference;
  const types = rules?.types ?? row.types.map(({ code }) => code);
  const [type = ''] = types;
  if (type === 'BackboneElement' || type === 'Element') return path;
  return types.length === 1 && tables[type] !== undefined ? type : '';
}

function refuseLoosening(rules: ProfileElement, row: ElementRow, enumerable: ReadonlySet<string>): void {
  const { path, min = row.min, max = row.max, types = [], valueSet } = rules;
  const limit = (text: string) => (text === '*' ? Number.POSITIVE_INFINITY : Number(text));
  const refuse = (why: string) => {
    throw new Error(`element ${path}: ${why}`);
  };
  if (min < row.min || limit(max) > limit(row.max)) refuse('cardinality is wider than that of R4');
  if (min > limit(max)) refuse('min is above max');
  if (!types.every((code) => row.types.some((type) => type.code === code))) refuse('has a type that R4 does not allow');
  if (valueSet !== undefined && !enumerable.has(valueSet)) refuse('is bound to a value set that is not known');
  const hasOneType = (rules.types ?? row.types).length === 1;
  const asksValue = [rules.fixed, rules.pattern, rules.minValue, rules.maxValue].some((value) => value !== undefined);
  if (asksValue && !hasOneType) refuse('asks for a value of one type and allows several');
}

function contentSchema(elements: ReadonlyMap<string, ConstrainedElement>): JsonSchema {
  const cardinality: CardinalitySchema[] = [];
  const properties: Record<string, JsonSchema> = {};
  for (const element of elements.values()) {
    const { path, row, rules } = element;
    const { min = row.min, max = row.max, types } = rules ?? {};
    const all = carriersOf(path, row);
    const left = all.filter(({ type }) => types === undefined || types.includes(type.code));
    const excluded = all.filter((carrier) => !left.includes(carrier)).map(({ property }) => property);
    if (excluded.length > 0) cardinality.push({ element: elementName(path), properties: excluded, min: 0, max: 0 });
    if (min > row.min || max !== row.max) {
      const names = left.map(({ property }) => property);
      cardinality.push(cardinalityOf(path, { ...row, min, max }, names));
    }
    for (const { property, type } of left) {
      const schema = { ...contentSchema(element.children), ...valueSchema(rules, type.code) };
      if (Object.keys(schema).length > 0) properties[property] = isArray(row) ? { items: schema } : schema;
    }
  }
  return {
    ...(cardinality.length === 0 ? {} : { cardinality }),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
  };
}

function valueSchema(rules: ProfileElement | undefined, type: string): JsonSchema {
  const { fixed, pattern, minValue, maxValue, maxLength, valueSet } = rules ?? {};
  return {
    ...(fixed === undefined ? {} : { const: fixed }),
    ...(pattern === undefined ? {} : { matches: pattern }),
    ...(minValue === undefined ? {} : { notBelow: minValue }),
    ...(maxValue === undefined ? {} : { notAbove: maxValue }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(valueSet === undefined ? {} : bindingSchema(valueSet, type)),
  };
}

function bindingSchema(valueSet: string, type: string): JsonSchema {
  if (type === 'code') return { is: { type, valueSet, orNull: true } };
  return type === 'Coding' || type === 'CodeableConcept' ? { codedIn: valueSet } : {};
}
