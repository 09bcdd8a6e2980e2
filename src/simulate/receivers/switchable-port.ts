import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** `open`: serves. `silent`: takes connections and neither reads nor writes. `closed`: refuses connections. */
type PortState = 'open' | 'silent' | 'closed';

/** A TCP port on 127.0.0.1 in front of an HTTP server, so that connections themselves can be made to fail. */
export interface SwitchablePort {
  readonly port: number;
  /** A change of state ends all connections that stand. */
  setState(state: PortState): Promise<void>;
}

/** Listens on `port` (0: a free one, kept over `closed` and `open`). */
export async function openPort(http: HttpServer, port: number): Promise<SwitchablePort> {
  const sockets = new Set<Socket>();
  let state: PortState = 'open';
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A sender that hangs up is what faults are for.
    socket.on('error', () => undefined);
    if (state === 'open') http.emit('connection', socket);
  });

  function listen(at: number): Promise<void> {
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  }

  await listen(port);
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    async setState(next) {
      if (next === state) return;
      const before = state;
      state = next;
      const closed = next === 'closed' ? new Promise((resolve) => server.close(resolve)) : undefined;
      for (const socket of sockets) socket.destroy();
      await closed;
      if (before === 'closed') await listen(bound);
    },
  };
}
