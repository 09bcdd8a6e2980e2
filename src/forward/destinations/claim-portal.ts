import { hash } from 'node:crypto';
import type { LeasedDelivery, Message } from '../../types/delivery.ts';
import type { ClaimPortalDestinationConfig } from '../../types/destination-config.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { Destination, Unsendable } from '../destination.ts';
import type { RebuildForm } from '../national-form.ts';
import { createAccountSessions } from './account-sessions.ts';
import {
  callOf,
  callOfMessage,
  fieldsOf,
  PORTAL_RECORDS,
  type PortalCall,
  portalFacility,
} from './claim-portal-call.ts';
import { type PortalToken, takeToken } from './claim-portal-login.ts';
import { isTokenRefused, readPortalAnswer } from './claim-portal-result.ts';
import { addFields, contentTypeOf, encodingOf, type Fields, writeBody } from './form-body.ts';
import { createHttpExchange, isAnswer } from './http-exchange.ts';

/**
 * The claim portal of the social insurance: one file a call, in base64. It has no status query and knows no repetition, so a
 * message whose end is unknown is a person's to decide. Messages are kept without user name, tokens and password, which are
 * added when they are sent. Refuses (throws) a `url` that is not one.
 */
export function createClaimPortalDestination(
  config: ClaimPortalDestinationConfig,
  { clock, rebuildForm }: { readonly clock: () => EpochMs; readonly rebuildForm: RebuildForm },
): Destination {
  const http = createHttpExchange({ ...config, connections: config.concurrency, reuse: false, clock });
  const sessions = createAccountSessions<PortalToken>(config, {
    login: (credentials, signal) => takeToken(http, config, credentials, { signal, now: clock() }),
    timeoutMs: config.timeoutMs,
    clock,
    isTokenRefused: (answer) => isTokenRefused(answer, config),
  });
  return {
    id: config.id,
    isIdempotent: false,
    compose: async (delivery) => compose(delivery, config, rebuildForm),
    async send(message, delivery) {
      const call = callOfMessage(delivery.kind, message);
      const path = call === undefined ? null : config.paths[call.path];
      if (call === undefined || path === null) return { kind: 'refused', reason: 'retired-form' };
      const answer = await sessions.run(delivery.facility, (token, signal) => {
        const { headers, fields } = credentialsIn(call, token);
        const body = addFields(message.bytes, fields, encodingOf(message.contentType));
        return http.request(
          {
            method: 'POST',
            path,
            headers: { 'content-type': message.contentType, accept: 'application/json', ...headers },
            body,
          },
          signal,
        );
      });
      return isAnswer(answer) ? readPortalAnswer(answer, config) : answer;
    },
    close: http.close,
  };
}

function compose(
  delivery: LeasedDelivery,
  config: ClaimPortalDestinationConfig,
  rebuildForm: RebuildForm,
): Message | Unsendable {
  if (!PORTAL_RECORDS.includes(delivery.kind)) return { kind: 'refused', reason: 'no-national-form' };
  if (!hasAccount(delivery, config)) return { kind: 'misconfigured', reason: 'account-of-another-facility' };
  if (delivery.resources.length === 0) return { kind: 'refused', reason: 'nothing-to-send' };
  const form = rebuildForm(delivery);
  const call = form === undefined ? undefined : callOf(delivery.kind, form.record.tables);
  if (form === undefined || call === undefined) return { kind: 'refused', reason: 'no-national-form' };
  if (call.table === null ? form.record.tables.size === 0 : !form.record.tables.has(call.table)) {
    return { kind: 'refused', reason: 'nothing-to-send' };
  }
  if (config.paths[call.path] === null) return { kind: 'refused', reason: 'retired-form' };
  const facility = portalFacility(delivery, form.record.facility);
  const fields = fieldsOf(call, { facility, province: config.provinceCode, file: form.bytes });
  const bytes = writeBody(fields, config.bodyEncoding);
  return {
    key: `${delivery.recordId}-${hash('sha256', bytes).slice(0, 16)}`,
    contentType: contentTypeOf(config.bodyEncoding),
    bytes,
  };
}

/** One account is one facility's: what others send under it would be booked as that facility's. */
function hasAccount({ facility }: LeasedDelivery, { accounts = {}, filter }: ClaimPortalDestinationConfig): boolean {
  return Object.hasOwn(accounts, facility) || (filter.facilities?.includes(facility) ?? false);
}

function credentialsIn(
  { shape }: PortalCall,
  { accessToken, idToken, username, passwordHash }: PortalToken,
): { readonly headers: Readonly<Record<string, string>>; readonly fields: Fields } {
  return shape === 'record'
    ? { headers: { accessToken, tokenId: idToken, passwordHash }, fields: { username } }
    : { headers: {}, fields: { token: accessToken, id_token: idToken, username, password: passwordHash } };
}
