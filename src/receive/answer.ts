import type { IncomingMessage, ServerResponse } from 'node:http';

/** A whole HTTP answer, as a value. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export const FHIR_JSON = 'application/fhir+json';
export const JSON_TYPE = 'application/json';

/** How long the rest of an unread body is thrown away before the connection is closed, in milliseconds. */
const LINGER_MS = 5_000;

/** An answer with a JSON body. */
export function toJsonAnswer(
  status: number,
  contentType: string,
  value: object,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, contentType, headers, body: JSON.stringify(value) };
}

/**
 * Writes the answer. When the request still owes its body (it was refused before all of it was read) the connection is
 * closed, but only after the answer is out and the sender had a while to see it: closing at once would reset
 * the connection and many clients would report a broken line instead of the refusal.
 * @source https://www.rfc-editor.org/rfc/rfc9112#section-9.6
 */
export function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const body = Buffer.from(answer.body);
  response.statusCode = answer.status;
  response.setHeader('Content-Type', answer.contentType);
  response.setHeader('Content-Length', body.length);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (!owesBody(request)) {
    response.end(body);
    return;
  }
  response.setHeader('Connection', 'close');
  response.write(body);
  discardBody(request, () => response.end());
}

function owesBody({ complete, headers }: IncomingMessage): boolean {
  return !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);
}

function discardBody(request: IncomingMessage, done: () => void): void {
  const timer = setTimeout(finish, LINGER_MS);
  function finish(): void {
    clearTimeout(timer);
    request.off('end', finish).off('close', finish);
    done();
  }
  request.once('end', finish).once('close', finish).resume();
}
