import type { Terminology } from '../terminology/terminology.ts';

/** What checking a response asks of the rest of the validator. What is left out is not decided. */
export interface ResponseContext {
  readonly terminology?: Terminology;
  /** Evaluates FHIRPath on the response; undefined when it cannot be decided. */
  readonly evaluate?: (expression: string) => boolean | undefined;
  /** Whether a whole text fits a regular expression of the questionnaire, in linear time; undefined when not known. */
  readonly matches?: (text: string, pattern: string) => boolean | undefined;
}
