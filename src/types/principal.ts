import type { FacilityCode } from './submission.ts';

/** Who is calling. A facility is its token: nothing in a body can change it. */
export type Principal =
  | { readonly kind: 'facility'; readonly facility: FacilityCode; readonly scopes: readonly string[] }
  | { readonly kind: 'client'; readonly client: string; readonly scopes: readonly string[] }
  | { readonly kind: 'staff'; readonly via: 'loopback' };

export type FacilityPrincipal = Extract<Principal, { kind: 'facility' }>;

/** Headers by lower-case name. Pass `IncomingMessage.headersDistinct`: `headers` hides a second Authorization or Host. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;
