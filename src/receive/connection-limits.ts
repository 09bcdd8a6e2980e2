/** All request headers together, with the request line. */
export const MAX_HEADER_BYTES = 16_384;

/** An idle keep-alive connection is closed after this time, in milliseconds. */
export const KEEP_ALIVE_MS = 5_000;
