import type { Refusal } from './issue.ts';
import type { FacilityPrincipal } from './principal.ts';
import type { Receipt } from './receipt.ts';
import type { RawSubmission } from './submission.ts';

/** What happened to one call. */
export type SubmitResult =
  | {
      readonly kind: 'stored';
      /** 201 taken, 422 all records refused (kept all the same). */
      readonly status: 201 | 422;
      readonly receipt: Receipt;
      /** R4 transaction-response or batch-response as JSON text, for `POST /fhir`. */
      readonly responseText?: string;
    }
  | { readonly kind: 'replayed'; readonly status: 200; readonly receipt: Receipt; readonly responseText?: string }
  | { readonly kind: 'checked'; readonly status: 200; readonly receipt: Receipt; readonly responseText?: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The line behind the HTTP door: what `receive` calls and `pipeline.ts` builds. */
export interface Gateway {
  /** Runs decode -> map -> validate -> store. `dryRun`: the same checks, nothing stored (`checked`). */
  submit(
    principal: FacilityPrincipal,
    raw: RawSubmission,
    options: { readonly dryRun: boolean },
  ): Promise<SubmitResult>;
  /** Own facility only: another facility's submission is undefined, like one that does not exist. */
  receipt(principal: FacilityPrincipal, submissionId: string): Promise<Receipt | undefined>;
  /** Newest first. */
  receiptsOfEncounter(principal: FacilityPrincipal, recordKey: string): Promise<readonly Receipt[]>;
}
