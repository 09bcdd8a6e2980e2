import { describe, expect, it } from '@jest/globals';
import { exchange, openConnection, type RawConnection } from '../../support/http-exchange.ts';
import { type Door, HOSPITAL_A, openDoor } from '../../support/public-door.ts';

const XML = { ...HOSPITAL_A, 'Content-Type': 'application/xml' };
const GET = 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n';

/** A door whose gateway holds every submission until `release`. */
async function openHeldDoor(drainMs?: number) {
  const door = await openDoor(drainMs === undefined ? {} : { drainMs });
  const entered = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  door.gateway.answerWith(async (_raw, receipt) => {
    entered.resolve();
    await gate.promise;
    return { kind: 'stored', status: 201, receipt };
  });
  return { door, entered: entered.promise, release: gate.resolve };
}

async function openIdle(door: Door): Promise<RawConnection> {
  const connection = await openConnection(door.port);
  connection.send(GET);
  expect(await connection.until(/"ok"\}$/)).toMatch(/\r\nConnection: keep-alive\r\n/);
  return connection;
}

const isRefused = (door: Door) =>
  openConnection(door.port).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
  );

describe('draining', () => {
  it('answers what was accepted, tells the sender to close, and takes no new connection', async () => {
    const { door, entered, release } = await openHeldDoor();
    const accepted = exchange(`${door.url}/submissions`, { method: 'POST', headers: XML, body: '<a/>' });
    await entered;
    const closed = door.close();
    expect(await isRefused(door)).toBe(true);
    release();
    const { status, headers } = await accepted;
    expect([status, headers.connection]).toEqual([201, 'close']);
    await closed;
  });

  it('answers a last request on a connection that was idle', async () => {
    const door = await openDoor();
    const connection = await openIdle(door);
    const closed = door.close();
    connection.send(GET);
    const answers = await connection.untilClosed();
    expect(answers.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    expect(answers.match(/\r\nConnection: close\r\n/g)).toHaveLength(1);
    await closed;
  });

  it('closes idle and silent connections after a grace', async () => {
    const door = await openDoor();
    const idle = await openIdle(door);
    const silent = await openConnection(door.port);
    await door.close();
    await Promise.all([idle.untilClosed(), silent.untilClosed()]);
  });

  it('finishes a body that is on its way', async () => {
    const door = await openDoor();
    const connection = await openConnection(door.port);
    const head = ['POST /submissions HTTP/1.1', 'Host: x', 'Authorization: Bearer hospital-a'];
    const lines = ['Content-Type: application/xml', 'Expect: 100-continue', 'Content-Length: 4', '', ''];
    connection.send([...head, ...lines].join('\r\n'));
    await connection.until(/100 Continue/);
    const closed = door.close();
    connection.send('<a/>');
    expect(await connection.untilClosed()).toMatch(/HTTP\/1\.1 201 Created/);
    await closed;
  });

  it('cuts off at its limit what does not end', async () => {
    const { door, entered } = await openHeldDoor(50);
    const stuck = exchange(`${door.url}/submissions`, { method: 'POST', headers: XML, body: '<a/>' });
    await entered;
    const outcome = expect(stuck).rejects.toThrow();
    await door.close();
    await outcome;
  });

  it('is done once, however often it is asked for', async () => {
    const door = await openDoor();
    await Promise.all([door.close(), door.close()]);
    await door.close();
  });
});

describe('listen', () => {
  it('names the address it took', async () => {
    const door = await openDoor();
    expect(door.url).toBe(`http://127.0.0.1:${door.port}`);
    expect(door.port).toBeGreaterThan(0);
    await door.close();
  });
});
