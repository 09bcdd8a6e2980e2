import type { CodeSystem, Measure, Questionnaire, StructureDefinition, ValueSet } from '@medplum/fhirtypes';

/**
 * Conformance resources that a validator decides by: base R4 and the packages that were loaded. Never changes: another
 * set of packages makes another `Definitions`. A canonical is `url` or `url|version`; without a version the newest that
 * was loaded is given.
 * @source https://hl7.org/fhir/R4/references.html#canonical
 */
export interface Definitions {
  /** As published: it may have a snapshot, a differential, or both. */
  structure(canonical: string): StructureDefinition | undefined;
  valueSet(canonical: string): ValueSet | undefined;
  codeSystem(canonical: string): CodeSystem | undefined;
  questionnaire(canonical: string): Questionnaire | undefined;
  measure(canonical: string): Measure | undefined;
  /**
   * Canonicals of the profiles that the implementation guides loaded ask of every resource of a type.
   * @source https://hl7.org/fhir/R4/implementationguide-definitions.html#ImplementationGuide.global
   */
  globalProfiles(type: string): readonly string[];
}
