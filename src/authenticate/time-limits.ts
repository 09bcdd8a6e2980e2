/** Seconds that two clocks may differ before a time claim is refused. */
export const CLOCK_SKEW_SECONDS = 5;

/** Longest life of a client assertion, from now to `exp`, in seconds. @source SMART App Launch 2, private_key_jwt */
export const MAX_ASSERTION_SECONDS = 300;

/** Longest life of an access token, in seconds. @source SMART App Launch 2, Backend Services: SHOULD NOT exceed 300 */
export const MAX_ACCESS_TOKEN_SECONDS = 300;
