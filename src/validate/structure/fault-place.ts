/** Where a fault stands. */
export interface Place {
  /** FHIRPath by the names of the JSON properties: `Patient.identifier[0].system`, `Observation.valueQuantity`. */
  readonly expression: string;
  /** Name of the element there: `system`. */
  readonly name: string;
  readonly value: unknown;
}

/**
 * Follows a JSON Pointer from a resource, whose own FHIRPath is `expression`. A `_birthDate` beside `birthDate` carries
 * the id and extensions of the same element and has its path.
 */
export function locate(resource: unknown, instancePath: string, expression: string): Place {
  let place: Place = { expression, name: expression, value: resource };
  for (const segment of instancePath.split('/').slice(1)) {
    const key = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    const value = (place.value as Readonly<Record<string, unknown>>)[key];
    if (Array.isArray(place.value)) place = { ...place, expression: `${place.expression}[${key}]`, value };
    else {
      const name = key.replace(/^_/, '');
      place = { expression: `${place.expression}.${name}`, name, value };
    }
  }
  return place;
}
