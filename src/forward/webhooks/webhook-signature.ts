import { createHmac } from 'node:crypto';

/** What is signed beside the body, and sent in headers of the same names. */
export interface WebhookStamp {
  /** The same at every attempt: by it a receiver knows a repetition. */
  readonly id: string;
  /** Of this attempt, whole seconds since 1970-01-01T00:00:00Z. */
  readonly timestamp: number;
}

const PREFIX = 'whsec_';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** @source https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/**
 * Secrets of a file, one a line: `whsec_` and base64, or plain text. The first is the newest; while a secret is being
 * changed an old one stands below it. Undefined when there is none, or one is shorter than 24 bytes or longer than 64.
 */
export function readWebhookSecrets(text: string): readonly Buffer[] | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const secrets = lines.filter((line) => line !== '').map(toSecret);
  const isSound = secrets.length > 0 && secrets.every(({ length }) => length >= MIN_BYTES && length <= MAX_BYTES);
  return isSound ? secrets : undefined;
}

function toSecret(line: string): Buffer {
  if (!line.startsWith(PREFIX)) return Buffer.from(line, 'utf8');
  const encoded = line.slice(PREFIX.length);
  return BASE64.test(encoded) ? Buffer.from(encoded, 'base64') : Buffer.alloc(0);
}

/**
 * Headers of Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, by each secret.
 * @source https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#webhook-headers-sending-metadata-to-consumers
 */
export function signWebhook(
  { id, timestamp }: WebhookStamp,
  body: Buffer,
  secrets: readonly Buffer[],
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}
