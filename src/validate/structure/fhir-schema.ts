/**
 * The schemas that decide structure: JSON Schema's `type` and `properties`, and keywords of our own where FHIR says
 * what JSON Schema cannot. fhir-keywords.ts gives them their code.
 */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Value of `is`: the FHIR type of a value, the value set its code is from, and whether null may stand for it. */
export interface IsSchema {
  readonly type: string;
  readonly valueSet?: string;
  readonly orNull?: true;
}

/** One item of `cardinality`: how often an element must and may stand, whatever properties carry it. */
export interface CardinalitySchema {
  /** Name of the element in its definition: `status`, `value[x]`. */
  readonly element: string;
  /** `status`; all types of a choice. Each may have its `_` sibling beside it or instead. */
  readonly properties: readonly string[];
  readonly min: number;
  /** Null: any number. */
  readonly max: number | null;
}

/** Value of `choices`: by element name, the properties of which only one may stand. */
export type ChoicesSchema = Readonly<Record<string, readonly string[]>>;
