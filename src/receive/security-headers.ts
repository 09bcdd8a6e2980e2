import type { RequestHandler } from 'express';

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** One year, in seconds. */
const TRANSPORT_SECURITY = 'max-age=31536000';

/**
 * Headers of every answer; a mounted router with pages of its own replaces what does not fit them.
 * `Strict-Transport-Security` only when senders reach the gateway by https.
 * @source https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#security-headers
 */
export function createSecurityHeaders(publicUrl: string): RequestHandler {
  const secure = publicUrl.startsWith('https:');
  return (_request, response, next) => {
    response.set(HEADERS);
    if (secure) response.set('Strict-Transport-Security', TRANSPORT_SECURITY);
    next();
  };
}
