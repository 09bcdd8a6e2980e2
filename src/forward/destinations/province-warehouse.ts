import { recordHeader } from '../../fhir/record-reference.ts';
import type { LeasedDelivery, Message } from '../../types/delivery.ts';
import type { WarehouseDestinationConfig } from '../../types/destination-config.ts';
import type { RecordKind } from '../../types/submission.ts';
import type { Destination, Unsendable } from '../destination.ts';
import { createAccountSessions } from './account-sessions.ts';
import type { DestinationDeps } from './create-destination.ts';
import { composeHealthBook } from './health-book-message.ts';
import { createHttpExchange, isAnswer } from './http-exchange.ts';
import { type LoginStyle, signIn } from './hub-login.ts';
import { createHubMessages } from './hub-message.ts';
import { lookUpMessage } from './message-status.ts';
import { readHealthBookAnswer, readHealthCheckAnswer } from './warehouse-answer.ts';

/** What a warehouse takes. */
export const WAREHOUSE_RECORDS: readonly RecordKind[] = ['health-book', 'health-check'];

const LOGIN: Omit<LoginStyle, 'path'> = { token: 'access_token', seconds: 'expires_in', usualSeconds: 10_800 };
/** Of one request, base64 included. */
const MAX_BYTES = 10 * 1_048_576;

/**
 * A provincial health data warehouse: health books as they came (QĐ 831), health checks in the envelope of the ministry's
 * hub, which it passes on. It knows a health book again by REQUEST_ID and a health check by sender and msg_id, each with the
 * same bytes, so a message may be sent again. Refuses (throws) a `url` that is not one.
 */
export function createWarehouseDestination(config: WarehouseDestinationConfig, deps: DestinationDeps): Destination {
  const { paths, hub } = config;
  const { clock, rebuildForm } = deps;
  const http = createHttpExchange({
    ...config,
    connections: config.concurrency,
    headersTimeoutMs: config.timeoutMs,
    reuse: true,
    clock,
  });
  const messages = createHubMessages(config, deps);
  const sessions = createAccountSessions(config, {
    login: (credentials, signal) => signIn(http, { ...LOGIN, path: paths.token }, credentials, signal),
    timeoutMs: config.timeoutMs,
    clock,
  });

  async function compose(delivery: LeasedDelivery): Promise<Message | Unsendable> {
    if (delivery.kind === 'health-book') return composeHealthBook(delivery, rebuildForm);
    if (delivery.kind === 'health-check') return messages.compose(delivery);
    return { kind: 'refused', reason: 'record-kind-not-taken' };
  }

  return {
    id: config.id,
    isIdempotent: true,
    async compose(delivery) {
      const composed = await compose(delivery);
      if ('kind' in composed || composed.bytes.length <= MAX_BYTES) return composed;
      return { kind: 'refused', reason: 'form-too-large' };
    },
    async send({ key, contentType, bytes }, delivery) {
      const isHealthBook = delivery.kind === 'health-book';
      const answer = await sessions.run(delivery.facility, (token, signal) =>
        http.request(
          {
            method: 'POST',
            path: isHealthBook ? paths.healthBook : paths.healthCheck,
            headers: {
              'content-type': contentType,
              accept: 'application/json',
              authorization: `Bearer ${token}`,
              ...(isHealthBook ? {} : { 'service-type': hub.serviceType }),
              ...(config.reconciliationUrl === null ? {} : recordHeader(delivery)),
            },
            body: bytes,
          },
          signal,
        ),
      );
      if (!isAnswer(answer)) return answer;
      return isHealthBook ? readHealthBookAnswer(answer) : readHealthCheckAnswer(answer, key);
    },
    /** Of a health book nothing can be asked, and nothing has to be: the same REQUEST_ID may come again. */
    async lookUp({ key }, { facility, kind }) {
      if (kind === 'health-book') return { kind: 'not-asked' };
      return lookUpMessage((exchange) => sessions.run(facility, exchange), http, paths.status, key);
    },
    close: http.close,
  };
}
