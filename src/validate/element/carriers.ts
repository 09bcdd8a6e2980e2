import type { ElementDefinition, ElementDefinitionType } from '@medplum/fhirtypes';

/** A JSON property that can carry an element, with the type that it stands for; none for a contentReference. */
export type CarrierOf = readonly [property: string, type: ElementDefinitionType | undefined];

/** `name` of `HumanName.name`; `value` of `Observation.value[x]`. */
export function elementName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).replace('[x]', '');
}

/** JSON properties that can carry an element: one, or as many as a choice has types. */
export function carriersOf({ path = '', type = [] }: ElementDefinition): readonly CarrierOf[] {
  const name = elementName(path);
  if (!path.endsWith('[x]')) return [[name, type[0]]];
  return type.map((row) => [choiceProperty(name, row.code ?? ''), row]);
}

/** `valueQuantity` for the element `value` of type `Quantity`. */
function choiceProperty(name: string, type: string): string {
  return name + type.charAt(0).toUpperCase() + type.slice(1);
}
