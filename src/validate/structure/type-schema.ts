import {
  choiceProperty,
  type ElementRow,
  type ElementType,
  elementName,
  parentPath,
  type TypeTables,
} from './element-table.ts';
import type { CardinalitySchema, IsSchema, JsonSchema } from './fhir-schema.ts';
import { isPrimitive } from './primitives.ts';

/** Makes the JSON Schemas, with the keywords of fhir-keywords.ts, that decide the structure of the R4 types. */
export interface TypeSchemas {
  /** Types, and elements that a contentReference repeats (`Questionnaire.item`): each has a check of its own. */
  readonly names: readonly string[];
  schemaOf(name: string): JsonSchema;
}

interface Definitions {
  readonly children: ReadonlyMap<string, readonly (readonly [path: string, row: ElementRow])[]>;
  readonly shared: ReadonlySet<string>;
  readonly enumerable: ReadonlySet<string>;
}

/** `enumerable`: the value sets whose codes are known; bindings to others are left to a terminology server. */
export function createTypeSchemas(tables: TypeTables, enumerable: ReadonlySet<string>): TypeSchemas {
  const rows = Object.values(tables).flatMap(({ elements }) => Object.entries(elements));
  const shared = new Set(rows.flatMap(([, { contentReference }]) => contentReference ?? []));
  const definitions = { children: Map.groupBy(rows, ([path]) => parentPath(path)), shared, enumerable };
  return {
    names: [...Object.keys(tables).filter((name) => !isAbstractResource(name)), ...shared],
    schemaOf(name) {
      const schema = objectSchema(name, definitions);
      if (tables[name]?.kind === 'resource') return resourceSchema(name, schema);
      // Beside a value an Element may have an id alone; anywhere else an id is no content.
      return name === 'Element' ? { ...schema, minProperties: 1 } : { ...schema, hasContent: true };
    },
  };
}

/** Never the type of an instance: a place for any resource is checked as the type that stands there. */
function isAbstractResource(name: string): boolean {
  return name === 'Resource' || name === 'DomainResource';
}

function resourceSchema(name: string, { elements, ...schema }: JsonSchema): JsonSchema {
  return { ...schema, elements: { resourceType: { const: name }, ...(elements as object) } };
}

function objectSchema(path: string, definitions: Definitions): JsonSchema {
  const elements: Record<string, JsonSchema> = {};
  const cardinality: CardinalitySchema[] = [];
  const choices: Record<string, readonly string[]> = {};
  const paired: string[] = [];
  for (const [childPath, row] of definitions.children.get(path) ?? []) {
    const carriers = carriersOf(childPath, row);
    for (const { property, type } of carriers) {
      const isValue = isPrimitive(type.code) && row.bare === undefined;
      elements[property] = manyOrOne(row, valueSchema(childPath, row, type, definitions));
      if (isValue) elements[`_${property}`] = manyOrOne(row, siblingSchema(row));
      if (isValue && isArray(row)) paired.push(property);
    }
    const names = carriers.map(({ property }) => property);
    if (names.length > 1) choices[elementName(childPath)] = names;
    if (row.min > 0 || isLimited(row)) cardinality.push(cardinalityOf(childPath, row, names));
  }
  const valueXorExtension = path === 'Extension' ? [true] : [];
  return { type: 'object', elements, ...whereAny({ cardinality, choices, paired, valueXorExtension }) };
}

/** Leaves out keywords that would say nothing. */
function whereAny(keywords: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(keywords).filter(([, value]) => Object.keys(value as object).length > 0));
}

/** One JSON property that can carry an element, with the type of its values. */
export interface Carrier {
  readonly property: string;
  readonly type: ElementType;
}

const CONTENT_REFERENCE: ElementType = { code: '' };

/** JSON properties of an element: one, or as many as a choice has types. */
export function carriersOf(path: string, { types }: ElementRow): Carrier[] {
  const name = elementName(path);
  if (!name.endsWith('[x]')) return [{ property: name, type: types[0] ?? CONTENT_REFERENCE }];
  return types.map((type) => ({ property: choiceProperty(name, type.code), type }));
}

/** Cardinality of an element for the keyword `cardinality`. */
export function cardinalityOf(
  path: string,
  { min, max }: ElementRow,
  properties: readonly string[],
): CardinalitySchema {
  return { element: elementName(path), properties, min, max: max === '*' ? null : Number(max) };
}

/** Whether the element is an array in JSON. */
export function isArray({ max }: ElementRow): boolean {
  return max !== '1' && max !== '0';
}

/** An upper limit that the JSON form alone does not give. */
function isLimited({ max }: ElementRow): boolean {
  return max !== '1' && max !== '*';
}

function manyOrOne(row: ElementRow, one: JsonSchema): JsonSchema {
  return isArray(row) ? { each: one } : one;
}

/** The `_name` beside a primitive value: its id and extensions. */
function siblingSchema(row: ElementRow): JsonSchema {
  return { is: isOf('Element', row) };
}

function valueSchema(path: string, row: ElementRow, type: ElementType, definitions: Definitions): JsonSchema {
  if (row.contentReference !== undefined) return { is: { type: row.contentReference } };
  if (definitions.shared.has(path)) return { is: { type: path } };
  if (definitions.children.has(path)) return { ...objectSchema(path, definitions), hasContent: true };
  const valueSet = row.binding?.strength === 'required' ? row.binding.valueSet : '';
  if (!definitions.enumerable.has(valueSet)) return { is: isOf(checkedType(path, row, type), row) };
  if (type.code === 'code') return { is: { ...isOf('code', row), valueSet } };
  return { is: { type: type.code }, codedIn: valueSet };
}

/** Arrays of primitives may hold null where only the `_name` array has something. */
function isOf(type: string, row: ElementRow): IsSchema {
  const isValue = isPrimitive(type) || type === 'Element';
  return isValue && isArray(row) ? { type, orNull: true } : { type };
}

/** Element.id is a string without spaces. @source https://hl7.org/fhir/R4/element.html#id */
function checkedType(path: string, row: ElementRow, { code, profile }: ElementType): string {
  const isElementId = row.bare && code === 'string' && elementName(path) === 'id';
  return isElementId ? 'elementId' : (profile ?? code);
}
