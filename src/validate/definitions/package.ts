import type {
  CodeSystem,
  ImplementationGuide,
  Measure,
  Questionnaire,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';
import type { Finding } from '../finding.ts';
import type { IndexedResource } from './canonical-index.ts';

/** The resources that a validator decides by. */
export type ConformanceResource =
  | StructureDefinition
  | ValueSet
  | CodeSystem
  | Questionnaire
  | Measure
  | ImplementationGuide;

/** A conformance resource of a package, parsed when it is asked for. */
export interface PackageResource extends IndexedResource<ConformanceResource> {
  readonly resourceType: ConformanceResource['resourceType'];
  /** The type that a logical model defines. */
  readonly logicalType?: string;
  /** Name of its file in the package. */
  readonly file: string;
}

/** A FHIR package that was read. @source https://hl7.org/fhir/packages.html */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly canonical?: string;
  readonly fhirVersions: readonly string[];
  /** Versions of other packages, by name. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly resources: readonly PackageResource[];
  /** What is remarkable about it without keeping it from being used; `path` is a file of the package. */
  readonly findings: readonly Finding[];
}
