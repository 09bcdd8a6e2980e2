/**
 * Element tables: what a StructureDefinition's snapshot says of every element of a type, without its texts.
 * They are the one source of the checks, of the error reports, and of what a profile may narrow.
 */

/** One type an element may have. */
export interface ElementType {
  /** `string`, `CodeableConcept`, `BackboneElement`, `Resource`, … */
  readonly code: string;
  /** The profile of the type that R4's own elements use: SimpleQuantity, a Quantity without comparator. */
  readonly profile?: 'SimpleQuantity';
  /** Types that a Reference or canonical may point at: `Patient`, `Organization`, … Absent: any. */
  readonly targets?: readonly string[];
}

/** One element. @source https://hl7.org/fhir/R4/elementdefinition.html */
export interface ElementRow {
  readonly min: number;
  /** `0`, `1`, …, or `*`. */
  readonly max: string;
  /** Empty when `contentReference` gives the content. */
  readonly types: readonly ElementType[];
  /** Path whose children this element has too, e.g. `Questionnaire.item`. */
  readonly contentReference?: string;
  readonly binding?: { readonly strength: 'required' | 'extensible' | 'preferred'; readonly valueSet: string };
  /** An XML attribute or xhtml: in JSON it has no `_name` sibling (ids, Extension.url, Narrative.div). */
  readonly bare?: true;
}

export interface TypeTable {
  readonly kind: 'complex-type' | 'resource';
  readonly abstract: boolean;
  /** By path, in the order of the snapshot: `Patient.contact.name`; a choice stands as `Patient.deceased[x]`. */
  readonly elements: Readonly<Record<string, ElementRow>>;
}

/** By type name. Primitive types have no table: see primitives.ts. */
export type TypeTables = Readonly<Record<string, TypeTable>>;

/** Codes of a value set by code system. An element of type `code` takes them from any of the systems. */
export type ValueSetCodes = Readonly<Record<string, readonly string[]>>;

/** The enumerable value sets by canonical URL (without version). */
export type ValueSets = Readonly<Record<string, ValueSetCodes>>;

/** Last segment of a path: `Patient.contact.name` -> `name`. */
export function elementName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** Path of the element that holds this one: `Patient.contact.name` -> `Patient.contact`. */
export function parentPath(path: string): string {
  return path.slice(0, path.lastIndexOf('.'));
}

/** JSON property of a choice for one type: (`deceased[x]`, `dateTime`) -> `deceasedDateTime`. */
export function choiceProperty(name: string, typeCode: string): string {
  return `${name.slice(0, -'[x]'.length)}${typeCode.charAt(0).toUpperCase()}${typeCode.slice(1)}`;
}
