import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface HttpCall {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** A list is sent in chunks, without Content-Length. */
  readonly body?: string | Buffer | readonly Buffer[];
}

/** One HTTP exchange on a connection of its own. A sender cut off while it still writes reads the answer all the same. */
export async function exchange(
  url: string,
  { method = 'GET', headers = {}, body }: HttpCall = {},
): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const whole = typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.from(body) : undefined;
  const length = whole === undefined ? {} : { 'Content-Length': whole.length };
  const call = request(url, { method, headers: { ...length, ...headers }, agent: false });
  call.on('response', (response) => {
    const { statusCode: status = 0, headers: answered } = response;
    text(response).then((content) => resolve({ status, headers: answered, body: content }), reject);
  });
  call.on('error', reject);
  if (whole === undefined) for (const chunk of (body ?? []) as readonly Buffer[]) call.write(chunk);
  call.end(whole);
  return promise;
}

/** A bare TCP connection for requests that no HTTP library would send. */
export interface RawConnection {
  send(content: string): void;
  /** Writes all of it before it reads anything, as simple senders do; rejects when the line breaks meanwhile. */
  push(content: Buffer): Promise<void>;
  /** Resolves with everything received once `pattern` matches it; rejects when the connection closes before. */
  until(pattern: RegExp): Promise<string>;
  /** Resolves with everything received once the other side has closed. */
  untilClosed(): Promise<string>;
  destroy(): void;
}

export async function openConnection(port: number): Promise<RawConnection> {
  const socket: Socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    received += chunk;
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const failed = new Promise<never>((_, reject) => socket.once('error', reject));
  failed.catch(() => undefined);
  await Promise.race([new Promise<void>((resolve) => socket.once('connect', resolve)), failed]);
  return {
    send: (content) => void socket.write(content),
    async push(content) {
      socket.pause();
      await Promise.race([new Promise<void>((resolve) => socket.write(content, () => resolve())), failed]);
      socket.resume();
    },
    async until(pattern) {
      while (!pattern.test(received)) {
        const more = new Promise<true>((resolve) => socket.once('data', () => resolve(true)));
        const open = await Promise.race([more, closed.then(() => false)]);
        if (!open && !pattern.test(received)) throw new Error(`closed after: ${received}`);
      }
      return received;
    },
    async untilClosed() {
      await closed;
      return received;
    },
    destroy: () => void socket.destroy(),
  };
}

/** The rule ids of an OperationOutcome. */
export function ruleIdsOf(body: string): string[] {
  const outcome = JSON.parse(body) as { issue: { details: { coding: { code: string }[] } }[] };
  return outcome.issue.flatMap(({ details }) => details.coding.map(({ code }) => code));
}
