/** One JSON property of a type: `family` of `HumanName`, `valueQuantity` of `Observation`. */
export interface PropertyModel {
  /** Name in FHIRPath: `family`, `value`. */
  readonly element: string;
  /**
   * Type of each value: `HumanName`, `string`, `System.String` (only Element.id, Resource.id and Extension.url). For an
   * element whose content is defined in place (BackboneElement, Element) its path, `Patient.contact`; for a
   * contentReference the path that it points to, `Questionnaire.item`. A place for any resource: `Resource`.
   */
  readonly type: string;
  /** Whether JSON has an array here. */
  readonly isList: boolean;
}

/** Types and elements of R4, as the FHIRPath engine and the checks need them. */
export interface TypeModel {
  /** Properties of a type or of a path with content of its own, by JSON name. Undefined for what is neither. */
  properties(holder: string): ReadonlyMap<string, PropertyModel> | undefined;
  /** `DomainResource` for `Patient`, `BackboneElement` for `Patient.contact`, `string` for `code`; none for `Resource`. */
  baseOf(type: string): string | undefined;
  kindOf(type: string): 'primitive-type' | 'complex-type' | 'resource' | undefined;
}
