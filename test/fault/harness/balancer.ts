import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One address in front of several replicas, as a Kubernetes Service is. */
export interface Balancer {
  readonly url: string;
  close(): Promise<void>;
}

/** Gives each connection to the next replica in turn that takes it; a connection whose replica dies is cut. */
export async function openBalancer(ports: readonly number[]): Promise<Balancer> {
  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer((client) => {
    turn += 1;
    const order = ports.map((_, index) => ports[(index + turn) % ports.length] as number);
    keep(client);
    client.pause();
    pass(client, order);
  });

  function pass(client: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined) return void client.destroy();
    const replica = connect(port, '127.0.0.1');
    keep(replica);
    const next = () => pass(client, others);
    replica.once('error', next);
    replica.once('connect', () => {
      replica.off('error', next);
      client.pipe(replica).pipe(client);
      replica.once('close', () => client.destroy());
      client.once('close', () => replica.destroy());
    });
  }

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
