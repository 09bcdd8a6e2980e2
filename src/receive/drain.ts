import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';

/** An idle connection gets this long, in milliseconds, to bring a last request that is on its way. */
const IDLE_GRACE_MS = 500;

export interface Drain {
  /** Stops the server so that no request it has taken is reset. Resolves when the last connection is closed. */
  close(): Promise<void>;
  /** True while an answer is on its way on this connection. */
  isAnswering(socket: Duplex): boolean;
}

/**
 * The listening socket closes at once; exchanges under way are answered with `Connection: close`; idle
 * connections are closed after a grace, because closing them at once (as `http.Server.close` does) resets a request
 * that a sender has just put on the wire. What is still open after `limitMs` is cut.
 * @source https://github.com/nodejs/node/issues/60617
 */
export function createDrain(server: Server, limitMs: number): Drain {
  const openResponses = new Map<Duplex, Set<ServerResponse>>();
  let drained: Promise<void> | undefined;

  server.on('connection', (socket: Duplex) => {
    openResponses.set(socket, new Set());
    socket.once('close', () => openResponses.delete(socket));
  });
  server.on('request', (request, response) => {
    const responses = openResponses.get(request.socket);
    responses?.add(response);
    response.once('close', () => responses?.delete(response));
    if (drained !== undefined) announceClose(response);
  });

  function closeIdle(): void {
    for (const [socket, responses] of openResponses) if (responses.size === 0) socket.destroy();
  }
  function cutAll(): void {
    for (const socket of openResponses.keys()) socket.destroy();
  }
  async function drain(): Promise<void> {
    const closed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
    for (const responses of openResponses.values()) responses.forEach(announceClose);
    const sweep = setInterval(closeIdle, IDLE_GRACE_MS);
    const cut = setTimeout(cutAll, limitMs);
    await closed;
    clearInterval(sweep);
    clearTimeout(cut);
    server.close();
  }
  return {
    close() {
      drained ??= drain();
      return drained;
    },
    isAnswering: (socket) => [...(openResponses.get(socket) ?? [])].some(({ headersSent }) => headersSent),
  };
}

function announceClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
