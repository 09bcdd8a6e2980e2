import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedWebhook {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly body: string;
}

/** How one call is answered. `hang`: never. `reset`: the connection breaks after the whole request was read. */
export type WebhookAnswer =
  | 'hang'
  | 'reset'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** A facility's own system: reads webhooks over real HTTP. */
export interface WebhookReceiver {
  readonly url: string;
  /** In order of arrival, answered or not. */
  readonly received: readonly ReceivedWebhook[];
  /** Taken one by one by the next calls; when there is none, 204. */
  readonly answers: WebhookAnswer[];
  /** Taken by every call as long as it is set. */
  always(answer: WebhookAnswer | undefined): void;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1, or on one that is given. */
export async function startWebhookReceiver(port = 0): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const answers: WebhookAnswer[] = [];
  let standing: WebhookAnswer | undefined;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { headers, url: path = '' } = request;
    received.push({ id: String(headers['webhook-id']), headers, path, body });
    const answer = standing ?? answers.shift() ?? { status: 204 };
    if (answer === 'hang') return;
    if (answer === 'reset') return void request.socket.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  const server = createServer((request, response) => void receive(request, response)).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/told?by=gateway`,
    received,
    answers,
    always(answer) {
      standing = answer;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * What a facility does with a webhook, written from the specification and not from the gateway's code: true when one of
 * the signatures is that of the secret.
 * @source https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#verifying-signatures
 */
export function isSignedBy(secret: string, { headers, body }: ReceivedWebhook): boolean {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = createHmac('sha256', key).update(signed).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .map((signature) => signature.split(','))
    .some(([version, base64 = '']) => {
      const given = Buffer.from(base64, 'base64');
      return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
    });
}
