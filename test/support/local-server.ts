import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTcpServer, type Socket } from 'node:net';

const servers: { close(): Promise<void> }[] = [];

/** An HTTP server on a free port of 127.0.0.1 until `closeLocalServers`; gives its origin. */
export async function serveLocally(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  const port = await listenOn(server, () => server.closeAllConnections());
  return `http://127.0.0.1:${port}`;
}

/** The same for bare connections; gives the port. */
export function serveSockets(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  return listenOn(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

/** For `afterEach`. */
export async function closeLocalServers(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => server.close()));
}

async function listenOn(server: Server, cut: () => void): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push({
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  });
  return (server.address() as AddressInfo).port;
}
