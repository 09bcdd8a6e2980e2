import type { Failure } from '../destination.ts';

/** Failures before a byte of the request was written: the destination cannot have seen it. */
const NOT_SENT = new Map([
  ['ECONNREFUSED', 'connect-refused'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connect-timeout'],
  ['EHOSTUNREACH', 'connect-unreachable'],
  ['ENETUNREACH', 'connect-unreachable'],
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
]);

const INTERRUPTED = new Map([
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'answer-too-large'],
  ['UND_ERR_DESTROYED', 'stopped'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'reset'],
]);

/**
 * Codes of a handshake or certificate that fails.
 * @source https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const TLS =
  /^(?:EPROTO$|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH)/;

/**
 * What a failed exchange means. Without a connection nothing was sent: `transient`; a handshake that fails is a fault
 * of configuration; everything later is `unknown`, because the request may have been read and committed.
 * Throws again what is no failure of the network: errors of Node and undici carry a code, bugs do not.
 * @param isConnecting it failed before the connection stood, handshake included
 */
export function readExchangeFailure(error: unknown, isConnecting = false): Failure {
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
  if (name === 'TimeoutError') return { kind: 'unknown', reason: 'timeout' };
  if (typeof code !== 'string') throw error;
  const notSent = NOT_SENT.get(code);
  if (notSent !== undefined) return { kind: 'transient', reason: notSent };
  if (TLS.test(code)) return { kind: 'misconfigured', reason: 'tls' };
  if (isConnecting) return { kind: 'transient', reason: 'connect-broken' };
  return { kind: 'unknown', reason: INTERRUPTED.get(code) ?? 'broken-answer' };
}
