/** One fault as a check finds it; faults have the shape of ajv's errors, which they mostly are. */
export interface Fault {
  /** Keyword of fhir-schema.ts, of profile-schema.ts or of JSON Schema that does not hold. */
  readonly keyword: string;
  /** JSON Pointer from the checked resource. @source RFC 6901 */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Canonical URL of the profile that asks for it; absent when it is R4 itself. */
  readonly profile?: string;
}

/** Finds all faults of a value; `instancePath` says where the value stands. */
export type Report = (value: unknown, instancePath: string) => readonly Fault[];
