import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { exchange, openConnection, type RawConnection } from '../../support/http-exchange.ts';
import { type Door, withDoor } from '../../support/public-door.ts';

const GET = 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n';
const POST_HEAD = [
  ...['POST /submissions HTTP/1.1', 'Host: x', 'Authorization: Bearer hospital-a', 'Content-Type: application/xml'],
  ...['Expect: 100-continue', 'Content-Length: 4', '', ''],
].join('\r\n');

/** Lets the gateway hold a submission, and sends it one on a keep-alive connection. */
async function sendHeld({ gateway, port }: Door) {
  const entered = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  gateway.answerWith(async (_raw, receipt) => {
    entered.resolve();
    await gate.promise;
    return { kind: 'stored', status: 201, receipt };
  });
  const connection = await openConnection(port);
  connection.send(POST_HEAD);
  await connection.until(/100 Continue/);
  connection.send('<a/>');
  await entered.promise;
  return { connection, release: gate.resolve };
}

async function openIdle({ port }: Door): Promise<RawConnection> {
  const connection = await openConnection(port);
  connection.send(GET);
  expect(await connection.until(/"ok"\}$/)).toMatch(/\r\nConnection: keep-alive\r\n/);
  return connection;
}

const isRefused = ({ port }: Door) =>
  openConnection(port).then(
    (connection) => {
      connection.destroy();
      return false;
    },
    (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
  );

describe('draining', () => {
  it('answers what was accepted, tells the sender to close, and after a while takes no new connection', () =>
    withDoor({}, async (door) => {
      const { connection, release } = await sendHeld(door);
      const closed = door.close();
      await eventually('a new connection is refused', () => isRefused(door));
      release();
      expect(await connection.untilClosed()).toMatch(/HTTP\/1\.1 201 Created\r\n[\s\S]*\r\nConnection: close\r\n/);
      await closed;
    }));

  it('answers requests on connections that it had not accepted yet', () =>
    withDoor({}, async (door) => {
      const exchanges = Array.from({ length: 30 }, () => exchange(`${door.url}/livez`));
      await nextTurn();
      const closed = door.close();
      const answers = await Promise.all(exchanges);
      expect(new Set(answers.map(({ status, headers }) => `${status} ${headers.connection}`))).toEqual(
        new Set(['200 close']),
      );
      await closed;
    }));

  it('stops accepting although senders never rest', () =>
    withDoor({}, async (door) => {
      const closed = door.close();
      await eventually('a new connection is refused', () => isRefused(door));
      await closed;
    }));

  it('answers a last request on a connection that was idle', () =>
    withDoor({}, async (door) => {
      const connection = await openIdle(door);
      const closed = door.close();
      connection.send(GET);
      const answers = await connection.untilClosed();
      expect(answers.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
      expect(answers.match(/\r\nConnection: close\r\n/g)).toHaveLength(1);
      await closed;
    }));

  it('closes idle and silent connections after a grace', () =>
    withDoor({}, async (door) => {
      const idle = await openIdle(door);
      const silent = await openConnection(door.port);
      await door.close();
      await Promise.all([idle.untilClosed(), silent.untilClosed()]);
    }));

  it('finishes a body that is on its way', () =>
    withDoor({}, async (door) => {
      const connection = await openConnection(door.port);
      connection.send(POST_HEAD);
      await connection.until(/100 Continue/);
      const closed = door.close();
      connection.send('<a/>');
      expect(await connection.untilClosed()).toMatch(/HTTP\/1\.1 201 Created/);
      await closed;
    }));

  it('cuts off at its limit what does not end', () =>
    withDoor({ drainMs: 50 }, async (door) => {
      const { connection, release } = await sendHeld(door);
      await door.close();
      expect(await connection.untilClosed()).not.toContain('201');
      release();
    }));

  it('is done once, however often it is asked for', () =>
    withDoor({}, async (door) => {
      await Promise.all([door.close(), door.close()]);
    }));
});

describe('listen', () => {
  it('names the address it took', () =>
    withDoor({}, async ({ url, port }) => {
      expect(url).toBe(`http://127.0.0.1:${port}`);
      expect(port).toBeGreaterThan(0);
    }));
});
