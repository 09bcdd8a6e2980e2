import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Answer } from './answer.ts';
import { MAX_HEADER_BYTES } from './connection-limits.ts';
import type { Refusals } from './refusals.ts';

/**
 * Answers what never became a request: headers too large (LT-R041), too slow (LT-R033), not HTTP (LT-R040).
 * Says nothing on a connection that is gone or on which an answer is already under way.
 */
export function createClientErrorListener(
  refusals: Refusals,
  isAnswering: (socket: Duplex) => boolean,
): (error: NodeJS.ErrnoException, socket: Duplex) => void {
  return ({ code }, socket) => {
    if (code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    socket.end(render(refusals.toAnswer(refusalOf(code, refusals))), () => socket.destroy());
  };
}

function refusalOf(code: string | undefined, refusals: Refusals) {
  if (code === 'HPE_HEADER_OVERFLOW') return refusals.of('LT-R041', { limit: MAX_HEADER_BYTES });
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refusals.of('LT-R033');
  return refusals.of('LT-R040');
}

function render({ status, contentType, body }: Answer): string {
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
