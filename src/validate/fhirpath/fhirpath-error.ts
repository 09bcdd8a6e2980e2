/**
 * An expression that cannot be evaluated on what it was given: a list where one value is needed, values that cannot be
 * compared, a function that is not known. Its message names parts of the expression, never values of the resource.
 */
export class FhirPathError extends Error {
  override readonly name: string = 'FhirPathError';
}

/** An expression that is not FHIRPath. */
export class FhirPathSyntaxError extends FhirPathError {
  override readonly name = 'FhirPathSyntaxError';
  /** Where in the text, in UTF-16 units from 0. */
  readonly position: number;

  constructor(problem: string, position: number) {
    super(`${problem} at position ${position}`);
    this.position = position;
  }
}
