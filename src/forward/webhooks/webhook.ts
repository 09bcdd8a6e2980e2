import { readFile } from 'node:fs/promises';
import type { LeasedNotice } from '../../types/delivery.ts';
import type { WebhookConfig } from '../../types/destination-config.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { createHttpExchange, type HttpAnswer, isAnswer } from '../destinations/http-exchange.ts';
import type { NoticeOutcome } from './decide-notice.ts';
import { toNoticeMessage } from './notice-message.ts';
import { readWebhookSecrets, signWebhook } from './webhook-signature.ts';

/** The whole exchange, as Standard Webhooks recommends (15 to 30 s). */
export const WEBHOOK_TIMEOUT_MS = 15_000;

/** Where one facility is told. */
export interface Webhook {
  /** Sends one notice and waits for the answer, at most 15 s. Rejects only for bugs. */
  tell(notice: LeasedNotice): Promise<NoticeOutcome>;
  /** Ends all connections at once. */
  close(): Promise<void>;
}

/**
 * A webhook as Standard Webhooks describes it: a signed POST of JSON. The secret is read at each attempt, so a new one
 * needs no restart. No redirect is followed, and of an answer nothing but its status counts. Refuses (throws) a `url` that
 * is not one.
 * @source https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function createWebhook(
  { url, secretFile }: Pick<WebhookConfig, 'url' | 'secretFile'>,
  { clock, timeoutMs = WEBHOOK_TIMEOUT_MS }: { readonly clock: () => EpochMs; readonly timeoutMs?: number },
): Webhook {
  const http = createHttpExchange({ url, connections: 1, timeoutMs, reuse: true, clock });
  return {
    async tell(notice) {
      const secrets = await readFile(secretFile, 'utf8').then(readWebhookSecrets, () => undefined);
      if (secrets === undefined) return { kind: 'failed', reason: 'secret-unreadable' };
      const body = toNoticeMessage(notice);
      const stamp = { id: notice.id, timestamp: Math.floor(clock() / 1_000) };
      const headers = { 'content-type': 'application/json', ...signWebhook(stamp, body, secrets) };
      const exchanged = await http.request({ method: 'POST', headers, body });
      return isAnswer(exchanged) ? readAnswer(exchanged) : { kind: 'failed', reason: exchanged.reason };
    },
    close: http.close,
  };
}

/** The webhooks of the configuration by their facility. */
export function createWebhooks(
  webhooks: readonly WebhookConfig[],
  parts: { readonly clock: () => EpochMs; readonly timeoutMs?: number },
): ReadonlyMap<FacilityCode, Webhook> {
  return new Map(webhooks.map((webhook) => [webhook.facility, createWebhook(webhook, parts)]));
}

function readAnswer({ status, retryAfterMs }: HttpAnswer): NoticeOutcome {
  if (status >= 200 && status < 300) return { kind: 'told', httpStatus: status };
  const answered = { reason: `http-${status}`, httpStatus: status };
  if (status === 410) return { kind: 'gone', ...answered };
  return { kind: 'failed', ...answered, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
