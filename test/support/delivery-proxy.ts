import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Stands before a receiver and may answer in its place. */
export interface DeliveryProxy {
  readonly url: string;
  /** The most requests that were under way at once. */
  most(): number;
  /** Statuses that it gave in the receiver's place, in order. */
  refusals(): readonly number[];
  close(): Promise<void>;
}

/**
 * Passes requests on to `target`, on 127.0.0.1.
 * @param refuse gives the status to answer instead, undefined to pass it on; `running` counts this request too
 */
export async function startDeliveryProxy(
  target: string,
  refuse: (request: { readonly body: Buffer; readonly running: number }) => number | undefined,
): Promise<DeliveryProxy> {
  const refusals: number[] = [];
  let running = 0;
  let most = 0;
  const server = createServer(async (request, response) => {
    running += 1;
    most = Math.max(most, running);
    const body = await buffer(request);
    const status = refuse({ body, running });
    if (status === undefined) {
      const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
      const answer = await fetch(target, { method: 'POST', headers: headers as Record<string, string>, body });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    } else {
      refusals.push(status);
      response.writeHead(status).end();
    }
    running -= 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`,
    most: () => most,
    refusals: () => refusals,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
