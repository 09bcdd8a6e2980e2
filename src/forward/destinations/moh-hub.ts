import { recordHeader } from '../../fhir/record-reference.ts';
import type { LeasedDelivery, Message } from '../../types/delivery.ts';
import type { HubDestinationConfig } from '../../types/destination-config.ts';
import type { RecordKind } from '../../types/submission.ts';
import type { AttemptOutcome, Destination } from '../destination.ts';
import { createAccountSessions, hasOwnAccount } from './account-sessions.ts';
import type { DestinationDeps } from './create-destination.ts';
import { createHttpExchange, isAnswer } from './http-exchange.ts';
import { isHubTokenRefused, isSignatureRefused, readHubAnswer } from './hub-answer.ts';
import { type LoginStyle, signIn } from './hub-login.ts';
import { createHubMessages, REFUSED_KEY_WAIT_MS } from './hub-message.ts';
import { lookUpMessage } from './message-status.ts';

/** What the hub takes. */
export const HUB_RECORDS: readonly RecordKind[] = ['health-check'];

const LOGIN: Omit<LoginStyle, 'path'> = { token: 'token', seconds: 'duration', usualSeconds: 6_000 };

/**
 * The hub of the Ministry of Health: health checks in a signed envelope, one record a message. Tokens are renewed by signing
 * in again. A message may be sent again only where the hub is configured as idempotent, or can be asked what became of one.
 * Refuses (throws) a `url` that is not one.
 * @source QĐ 1551/QĐ-BYT as amended by QĐ 2062/QĐ-BYT, annex 02
 */
export function createHubDestination(config: HubDestinationConfig, deps: DestinationDeps): Destination {
  const { paths, hub, isIdempotent } = config;
  const { clock } = deps;
  const reuse = isIdempotent || paths.status !== null;
  const http = createHttpExchange({
    ...config,
    connections: config.concurrency,
    headersTimeoutMs: config.timeoutMs,
    reuse,
    clock,
  });
  const messages = createHubMessages(config, deps);
  const sessions = createAccountSessions(config, {
    login: (credentials, signal) => signIn(http, { ...LOGIN, path: paths.login }, credentials, signal),
    timeoutMs: config.timeoutMs,
    clock,
    isTokenRefused: isHubTokenRefused,
  });

  async function send(message: Message, delivery: LeasedDelivery): Promise<AttemptOutcome> {
    const { key, contentType, bytes } = message;
    const answer = await sessions.run(delivery.facility, (token, signal) =>
      http.request(
        {
          method: 'POST',
          path: paths.push,
          headers: {
            'content-type': contentType,
            accept: 'application/json',
            authorization: `Bearer ${token}`,
            'service-type': hub.serviceType,
            ...(config.reconciliationUrl === null ? {} : recordHeader(delivery)),
          },
          body: bytes,
        },
        signal,
      ),
    );
    if (!isAnswer(answer)) return answer;
    const outcome = readHubAnswer(answer, key);
    if (outcome.kind !== 'misconfigured' || !isSignatureRefused(outcome)) return outcome;
    const isOwn = hasOwnAccount(config, delivery.facility);
    const failure = { ...outcome, kind: outcome.kind, ...(isOwn ? { concerns: 'account' as const } : {}) };
    messages.refuseKey(delivery.facility, message, failure);
    return { ...failure, retryAfterMs: REFUSED_KEY_WAIT_MS };
  }

  const destination = {
    id: config.id,
    isIdempotent,
    async compose(delivery: LeasedDelivery) {
      if (!HUB_RECORDS.includes(delivery.kind)) return { kind: 'refused', reason: 'record-kind-not-taken' } as const;
      return messages.compose(delivery);
    },
    send,
    close: http.close,
  };
  const { status } = paths;
  if (status === null) return destination;
  return {
    ...destination,
    lookUp: ({ key }, { facility }) => lookUpMessage((exchange) => sessions.run(facility, exchange), http, status, key),
  };
}
