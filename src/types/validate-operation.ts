import type { Issue, Refusal } from './issue.ts';

/** What the address of a call of `$validate` says; the body may say the rest. */
export interface OperationRequest {
  /** Resource type before `$validate`; null when the call is for any. */
  readonly type: string | null;
  /** Canonicals of profiles to check against, beside those that the resource claims. */
  readonly profiles: readonly string[];
  /** As sent; null when the address has none. */
  readonly mode: string | null;
}

/** `checked`: every issue of the resource, none when it is valid. `busy`: too many wait already. */
export type OperationAnswer =
  | { readonly kind: 'checked'; readonly issues: readonly Issue[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'busy' };

/** FHIR's operation `$validate`: decides about a resource, and keeps nothing of it. */
export interface ValidateOperation {
  /** Whether R4 has a resource type of this name. */
  isType(name: string): boolean;
  /** @param bytes the body as received, JSON in UTF-8. Rejects when the check could not be done at all. */
  run(bytes: Uint8Array, request: OperationRequest): Promise<OperationAnswer>;
}
