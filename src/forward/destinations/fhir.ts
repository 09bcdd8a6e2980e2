import { hash } from 'node:crypto';
import type { Bundle } from '@medplum/fhirtypes';
import { recordHeader } from '../../fhir/record-reference.ts';
import type { LeasedDelivery, Message } from '../../types/delivery.ts';
import type { FhirDestinationConfig } from '../../types/destination-config.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { Destination } from '../destination.ts';
import { createHttpExchange, isAnswer } from './http-exchange.ts';
import { readSecret } from './secret-file.ts';
import { readTransactionAnswer } from './transaction-answer.ts';
import { buildTransaction } from './transaction-bundle.ts';

const FHIR_JSON = 'application/fhir+json';
/** b64token: nothing else can stand in the header. @source https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/** An answer tells of each entry: its place and version, and with some servers an OperationOutcome of some lines. */
const ANSWER_BYTES = 1_048_576;
const ANSWER_BYTES_PER_ENTRY = 2_048;

type Credentials = Readonly<Record<string, string>>;

/**
 * A FHIR R4 server: every record version is one transaction at the base URL, with an Idempotency-Key. A `PUT` by a
 * deterministic id has one effect however often it comes. The bearer token is read from `tokenFile` when first
 * needed and again after a 401 or 403. Refuses (throws) a `url` that is not one.
 */
export function createFhirDestination(
  config: FhirDestinationConfig,
  { clock }: { readonly clock: () => EpochMs },
): Destination {
  const http = createHttpExchange({ ...config, connections: config.concurrency, reuse: true, clock });
  /** Of messages made in this process, which need not be parsed again. */
  const entriesOf = new WeakMap<Message, number>();
  let authorization: Promise<Credentials | undefined> | undefined;

  return {
    id: config.id,
    isIdempotent: true,
    async compose(delivery) {
      const bundle = buildTransaction(delivery, http.base);
      const bytes = Buffer.from(JSON.stringify(bundle));
      const message = { key: idempotencyKey(delivery, bytes), contentType: FHIR_JSON, bytes };
      entriesOf.set(message, bundle.entry.length);
      return message;
    },
    async send(message, delivery) {
      authorization ??= readAuthorization(config.tokenFile);
      const credentials = await authorization;
      if (credentials === undefined) {
        authorization = undefined;
        return { kind: 'misconfigured', reason: 'token-unreadable' };
      }
      const entries = entriesOf.get(message) ?? countEntries(message);
      const answer = await http.request({
        method: 'POST',
        headers: {
          'content-type': message.contentType,
          accept: FHIR_JSON,
          prefer: 'return=minimal',
          'idempotency-key': message.key,
          ...(config.reconciliationUrl === null ? {} : recordHeader(delivery)),
          ...credentials,
        },
        body: message.bytes,
        maxAnswerBytes: ANSWER_BYTES + entries * ANSWER_BYTES_PER_ENTRY,
      });
      if (!isAnswer(answer)) return answer;
      if (answer.status === 401 || answer.status === 403) authorization = undefined;
      return readTransactionAnswer(answer, entries);
    },
    close: http.close,
  };
}

/**
 * The record version's id and a digest of what is sent, so the same content has the same key. The id alone would not do: a
 * message made anew may carry newer content of a shared resource (a Patient), or come from a newer release that writes
 * other bytes, and a receiver has to refuse (409) other bytes under a known key. What a receiver lost goes under a key of its own: one that still
 * knows the first would answer and do nothing.
 */
function idempotencyKey({ recordId, deliveredBy }: LeasedDelivery, bytes: Buffer): string {
  const key = `${recordId}-${hash('sha256', bytes).slice(0, 16)}`;
  return deliveredBy === null ? key : `${key}-${deliveredBy}`;
}

/** Of a message that was kept. */
function countEntries({ bytes }: Message): number {
  const { entry = [] }: Bundle = JSON.parse(bytes.toString('utf8'));
  return entry.length;
}

/** The headers that carry the token; undefined when the file has none. */
async function readAuthorization(tokenFile: string | null): Promise<Credentials | undefined> {
  if (tokenFile === null) return {};
  const token = await readSecret(tokenFile);
  return token !== undefined && BEARER_TOKEN.test(token) ? { authorization: `Bearer ${token}` } : undefined;
}
