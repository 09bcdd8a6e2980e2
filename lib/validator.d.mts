/**
 * Validates FHIR R4 (4.0.1) resources: structure, profiles, slicing, invariants, references, terminology, narrative.
 * See docs/validator/README.md. Types of FHIR are as narrow as they need be, so that any package of FHIR types fits.
 */

export type Severity = 'fatal' | 'error' | 'warning' | 'information';

/** @see https://hl7.org/fhir/R4/valueset-issue-type.html */
export type IssueCode =
  | 'invalid'
  | 'structure'
  | 'required'
  | 'value'
  | 'invariant'
  | 'security'
  | 'login'
  | 'unknown'
  | 'expired'
  | 'forbidden'
  | 'suppressed'
  | 'processing'
  | 'not-supported'
  | 'duplicate'
  | 'multiple-matches'
  | 'not-found'
  | 'deleted'
  | 'too-long'
  | 'code-invalid'
  | 'extension'
  | 'too-costly'
  | 'business-rule'
  | 'conflict'
  | 'transient'
  | 'lock-error'
  | 'no-store'
  | 'exception'
  | 'timeout'
  | 'incomplete'
  | 'throttled'
  | 'informational';

export interface OperationOutcomeIssue {
  /** Line and column in JSON text, under the URLs that HL7's validators use. */
  extension?: { url: string; valueInteger?: number }[];
  severity: Severity;
  code: IssueCode;
  /** First the id of the rule, then the key of the constraint of FHIR or of a profile; Vietnamese, and English as translation. */
  details?: { coding?: { system?: string; code?: string }[]; text?: string };
  /** `line 3, column 7` */
  diagnostics?: string;
  /** FHIRPath of the element. */
  expression?: string[];
}

export interface OperationOutcome {
  resourceType: 'OperationOutcome';
  issue: OperationOutcomeIssue[];
}

/** A text for people, in Vietnamese and English. */
export interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

export interface Issue {
  readonly rule: {
    readonly id: string;
    readonly severity: Severity;
    readonly code: IssueCode;
    readonly source: string;
  };
  readonly text: Bilingual;
  readonly remedy: Bilingual;
  readonly place?: string;
  readonly expression?: string;
  readonly constraint?: string;
  readonly position?: { readonly line: number; readonly column: number };
}

/** What the standard leaves open. By default as the reference validator of HL7 decides. */
export interface Strictness {
  readonly unknownExtension: 'error' | 'warning' | 'information';
  readonly unknownProfile: 'error' | 'warning' | 'information';
  /** Whether vital signs are held against the profile of R4 that their code implies; what does not conform is a warning. */
  readonly impliedProfiles: boolean;
  /** Whether constraints marked as best practice are looked at. */
  readonly bestPractice: boolean;
}

export interface CodeQuestion {
  readonly system: string | undefined;
  readonly code: string;
  readonly version: string | undefined;
  /** Canonical of the value set; undefined to ask whether the code system has the code. */
  readonly valueSet: string | undefined;
}

/** A service that knows more code systems than are loaded. */
export interface TerminologyServer {
  /** An answer for each question, in order; undefined where it cannot say. Rejects with TerminologyServerFault. */
  validateCodes(questions: readonly CodeQuestion[]): Promise<readonly (boolean | undefined)[]>;
}

export interface ServerAddress {
  /** Base URL of a FHIR R4 server. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For one request; default 5,000. */
  readonly timeoutMs?: number;
}

export interface ValidatorOptions {
  /** FHIR packages on this machine: folders, .tgz files, or single JSON files. */
  readonly packages?: readonly string[];
  readonly strictness?: Partial<Strictness>;
  /** By default 64 MiB and 1,000 levels. */
  readonly textLimits?: { readonly maxBytes?: number; readonly maxDepth?: number };
  /** Who decides, for `validateWithServer`, about codes that are not known here. */
  readonly terminologyServer?: TerminologyServer | ServerAddress;
}

export interface ValidateOptions {
  /** Canonicals of profiles that the resource must conform to, beside those that it claims. */
  readonly profiles?: readonly string[];
  /** Further conformance resources for this call. The same resources again cost nothing more. */
  readonly resources?: readonly { readonly resourceType: string }[];
}

export interface FhirPathOptions {
  /** Type of what is given, where it is not a resource: `HumanName`. */
  readonly type?: string;
  /** `%name`: texts, numbers, booleans, resources, or lists of them. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Whether an element that is not defined, and other faults seen without data, are errors. By default they are. */
  readonly isStrict?: boolean;
  /** `now()` and `today()`. */
  readonly now?: Date;
}

export interface TypedResult {
  readonly namespace: 'FHIR' | 'System';
  readonly type: string;
  readonly value: unknown;
  readonly text: string;
}

export interface Validator {
  /** Checks a resource: parsed, as JSON text, or as its bytes in UTF-8. Never throws on input. */
  validate(resource: unknown, options?: ValidateOptions): OperationOutcome;
  /** The same as issues, with texts in Vietnamese and English. */
  issues(resource: unknown, options?: ValidateOptions): readonly Issue[];
  /** The same as `validate`; codes that cannot be decided here are asked of the terminology server. */
  validateWithServer(resource: unknown, options?: ValidateOptions): Promise<OperationOutcome>;
  /** What a FHIRPath expression finds, as plain values. Throws FhirPathSyntaxError and FhirPathError. */
  evaluateFhirPath(expression: string, resource: object, options?: FhirPathOptions): unknown[];
  evaluateFhirPathTyped(expression: string, resource: object, options?: FhirPathOptions): TypedResult[];
  /** Takes other packages in place of those loaded before, all at once. Rejects with a PackageError and keeps the old ones. */
  usePackages(packages: readonly string[]): Promise<void>;
  /** What is remarkable about the packages in force; `place` is a file or a package. */
  readonly packageIssues: readonly Issue[];
  /** Compiles resource types and profiles ahead of the first resource. Throws for an unknown one. */
  warmUp(names: readonly string[]): void;
  /** Lets go of the connections to a terminology server. */
  close(): Promise<void>;
}

/** Rejects with a PackageError for a package that cannot be read or that is for another version of FHIR. */
export function createValidator(options?: ValidatorOptions): Promise<Validator>;

/** A package that cannot be used: the rule says why, `path` names the file. */
export class PackageError extends Error {
  readonly finding: {
    readonly rule: string;
    readonly path: string;
    readonly with?: Readonly<Record<string, string | number>>;
  };
}

/** An expression that is wrong, or that cannot be evaluated on this resource. */
export class FhirPathError extends Error {}

/** An expression that is not FHIRPath. */
export class FhirPathSyntaxError extends FhirPathError {
  /** Where in the text, in UTF-16 units from 0. */
  readonly position: number;
}

/** A terminology server that gave no answers; what a TerminologyServer of your own rejects with. */
export class TerminologyServerFault extends Error {
  constructor(reason: string);
  readonly reason: string;
}
