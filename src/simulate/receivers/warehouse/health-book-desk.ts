import { hash } from 'node:crypto';
import type { EffectLog } from '../effect-log.ts';
import { type FormFacts, readFormFacts } from '../form-facts.ts';
import type { Answer } from '../outcome.ts';
import type { TokenDesk } from '../token-desk.ts';
import { answerOfWarehouse, trackingId, type WarehouseError } from './warehouse-answers.ts';
import type { WarehouseAccount } from './warehouse-receiver.ts';

const MAX_BYTES = 10 * 1_048_576;
const MAX_REQUEST_ID = 100;

/** Takes a health book (QĐ 831) as raw XML. */
export type TakeHealthBook = (
  authorization: string | undefined,
  contentType: string | undefined,
  bytes: Buffer,
) => Answer;

/**
 * The warehouse's desk for health books. SENDER_CODE has to be the facility of the token. The same REQUEST_ID with the same
 * bytes gets the old tracking id, with other bytes 409.
 */
export function createHealthBookDesk({
  tokens,
  log,
  judge,
}: {
  readonly tokens: TokenDesk<WarehouseAccount>;
  readonly log: EffectLog;
  /** The warehouse's own rules: the fields of a record that break them. */
  readonly judge: (facts: FormFacts) => readonly WarehouseError[];
}): TakeHealthBook {
  function reject(...answer: Parameters<typeof answerOfWarehouse>): Answer {
    log.count('rejected');
    return answerOfWarehouse(...answer);
  }

  return (authorization, contentType = '', bytes) => {
    log.received.push(bytes);
    const account = tokens.accountOf(authorization);
    if (account === undefined) return reject(401, 'TOKEN_EXPIRED');
    if (bytes.length > MAX_BYTES) return reject(413, 'PAYLOAD_TOO_LARGE');
    const facts = contentType.startsWith('application/xml') ? readFormFacts(bytes.toString('utf8')) : undefined;
    if (facts?.root !== 'Data') return reject(400, 'INVALID_XML');
    const [sender, requestId] = [facts.at('HEADER/SENDER_CODE'), facts.at('HEADER/REQUEST_ID')];
    if (sender !== account.facility) return reject(403, 'ORG_MISMATCH');
    if (requestId === '' || requestId.length > MAX_REQUEST_ID) return reject(400, 'INVALID_REQUEST_ID');
    const known = log.find(requestId);
    if (known !== undefined) {
      if (known.sha256 !== hash('sha256', bytes)) return reject(409, 'REQUEST_ID_CONFLICT');
      log.count('replayed');
      return answerOfWarehouse(200, 'ACCEPTED_DUPLICATE', { tracking_id: trackingId('HSSK', known.effect.order) });
    }
    const errors = judge(facts);
    if (errors.length > 0) return reject(422, 'INVALID_DATA', null, errors);
    const message = { key: requestId, bytes, digest: facts.digest, record: `health-book/${facts.key}` };
    return log.keep(message, (number) =>
      answerOfWarehouse(200, 'ACCEPTED', { tracking_id: trackingId('HSSK', number), status: 'QUEUED' }),
    );
  };
}
