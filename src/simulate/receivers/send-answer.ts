import type { Response } from 'express';
import type { Answer } from './outcome.ts';

/** Writes an answer as it is, with its length. */
export function sendAnswer(response: Response, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}
