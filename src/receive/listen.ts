import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { Limits } from '../types/config.ts';
import type { RuleCatalogue } from '../types/issue.ts';
import { KEEP_ALIVE_MS, MAX_HEADER_BYTES } from './connection-limits.ts';
import { createDrain } from './drain.ts';
import { createClientErrorListener } from './protocol-errors.ts';
import { createRefusals } from './refusals.ts';

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly limits: Pick<Limits, 'headersTimeoutMs' | 'requestTimeoutMs'>;
  readonly rules: RuleCatalogue;
  readonly systems: IdentifierSystems;
  /** Longest drain, in milliseconds. Default 8,000. */
  readonly drainMs?: number;
}

export interface Listening {
  /** `http://host:port` as bound. */
  readonly url: string;
  readonly port: number;
  /** Graceful drain; resolves when every connection is closed. See `createDrain`. */
  close(): Promise<void>;
}

/** Serves an application over HTTP/1.1. Rejects when the address cannot be bound. */
export async function listen(app: RequestListener, options: ListenOptions): Promise<Listening> {
  const { host, limits, drainMs = 8_000 } = options;
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: limits.headersTimeoutMs,
    // The body reader answers a slow body by itself; this stands behind it.
    requestTimeout: limits.headersTimeoutMs + limits.requestTimeoutMs,
    connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs),
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  const drain = createDrain(server, drainMs);
  continueOnFirstRead(server);
  server.on(
    'clientError',
    createClientErrorListener(createRefusals(options.rules, options.systems), drain.isAnswering),
  );
  server.on('request', (request, response) => drain.admit(response, () => app(request, response)));
  server.listen(options.port, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, port, close: drain.close };
}

/**
 * `Expect: 100-continue` is granted when somebody begins to read the body, not before: a sender without a token is
 * refused before it sends the body.
 * @source https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1
 */
function continueOnFirstRead(server: Server): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    request.once('resume', () => {
      if (!response.headersSent) response.writeContinue();
    });
    server.emit('request', request, response);
  });
}
