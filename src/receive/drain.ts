import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** The listening socket closes once no connection has come for so long, in milliseconds. */
const QUIET_MS = 50;

/** So often a quiet time is waited for, 1 s in all: senders who never rest do not keep the gateway from stopping. */
const QUIET_TRIES = 20;

/** An idle connection gets this long, in milliseconds, to bring a last request that is on its way. */
const IDLE_GRACE_MS = 500;

export interface Drain {
  /** Stops the server so that no request it has taken is reset. Resolves when the last connection is closed. */
  close(): Promise<void>;
  /**
   * Lets a request pass; one that comes during the drain waits until the listening socket is closed, because answers
   * would bring the same senders back with new connections.
   */
  admit(response: ServerResponse, answer: () => void): void;
  /** True while an answer is on its way on this connection. */
  isAnswering(socket: Duplex): boolean;
}

/**
 * From now on every answer carries `Connection: close`. The listening socket closes when new connections have ceased,
 * because closing it resets those that wait in the kernel's queue. Then idle connections are closed after a grace,
 * because closing them at once (as `http.Server.close` does) resets a request that a sender has just put on the wire.
 * What is still open after `limitMs` is cut.
 * @source https://github.com/nodejs/node/issues/60617
 */
export function createDrain(server: Server, limitMs: number): Drain {
  const openResponses = new Map<Duplex, Set<ServerResponse>>();
  let accepted = 0;
  let accepting: Promise<void> | undefined;
  let isOver = false;
  let drained: Promise<void> | undefined;

  server.on('connection', (socket: Duplex) => {
    accepted += 1;
    openResponses.set(socket, new Set());
    socket.once('close', () => openResponses.delete(socket));
  });
  server.on('request', (request, response) => {
    const responses = openResponses.get(request.socket);
    responses?.add(response);
    response.once('close', () => responses?.delete(response));
    if (drained !== undefined) announceClose(response);
  });

  /** Returns right after a poll of the event loop that found no new connection, or after the last try. */
  async function acceptWaiting(): Promise<void> {
    for (let tries = 0; tries < QUIET_TRIES; tries += 1) {
      const before = accepted;
      await sleep(QUIET_MS);
      await nextTurn();
      if (accepted === before) return;
    }
  }
  function sweep(): void {
    for (const [socket, responses] of openResponses) if (isOver || responses.size === 0) socket.destroy();
  }
  async function drain(): Promise<void> {
    for (const responses of openResponses.values()) responses.forEach(announceClose);
    const cut = setTimeout(() => {
      isOver = true;
      sweep();
    }, limitMs);
    accepting = acceptWaiting();
    await accepting;
    const sweeping = setInterval(sweep, IDLE_GRACE_MS);
    await new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
    clearInterval(sweeping);
    clearTimeout(cut);
    server.close();
  }
  return {
    close() {
      drained ??= drain();
      return drained;
    },
    admit(response, answer) {
      if (accepting === undefined) answer();
      else {
        void accepting.then(() => {
          if (!response.destroyed) answer();
        });
      }
    },
    isAnswering: (socket) => [...(openResponses.get(socket) ?? [])].some(({ headersSent }) => headersSent),
  };
}

function announceClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
