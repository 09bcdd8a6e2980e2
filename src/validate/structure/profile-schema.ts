import { elementName } from './element-table.ts';
import type { CardinalitySchema, JsonSchema } from './fhir-schema.ts';
import type { ProfileElement } from './profile-element.ts';
import type { ConstrainedElement } from './profile-tree.ts';
import { cardinalityOf, carriersOf, isArray } from './type-schema.ts';

/**
 * Schema of what a profile asks beyond R4: only of the elements that it constrains, and open for the rest, because
 * every resource is checked against R4 as well.
 */
export function profileSchema(elements: ReadonlyMap<string, ConstrainedElement>): JsonSchema {
  const cardinality: CardinalitySchema[] = [];
  const properties: Record<string, JsonSchema> = {};
  for (const element of elements.values()) {
    cardinality.push(...cardinalityRules(element));
    for (const { property, type } of carriersOf(element.path, element.row)) {
      const schema = { ...profileSchema(element.children), ...valueSchema(element.rules, type.code) };
      if (Object.keys(schema).length === 0) continue;
      properties[property] = isArray(element.published) ? { items: schema } : schema;
    }
  }
  return {
    ...(cardinality.length === 0 ? {} : { cardinality }),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
  };
}

/** The types of a choice that are no longer allowed, then a cardinality narrower than that of R4. */
function cardinalityRules({ path, published, row }: ConstrainedElement): CardinalitySchema[] {
  const left = carriersOf(path, row).map(({ property }) => property);
  const gone = carriersOf(path, published).flatMap(({ property }) => (left.includes(property) ? [] : property));
  const isNarrower = row.min > published.min || row.max !== published.max;
  return [
    ...(gone.length === 0 ? [] : [{ element: elementName(path), properties: gone, min: 0, max: 0 }]),
    ...(isNarrower ? [cardinalityOf(path, row, left)] : []),
  ];
}

function valueSchema(rules: Partial<ProfileElement>, type: string): JsonSchema {
  const { fixed, pattern, minValue, maxValue, maxLength, valueSet } = rules;
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
