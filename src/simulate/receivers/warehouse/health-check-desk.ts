import { hash } from 'node:crypto';
import type { EpochMs } from '../../../types/submission.ts';
import type { EffectLog } from '../effect-log.ts';
import { readFormFacts } from '../form-facts.ts';
import { type CheckedEnvelope, checkEnvelope, type EnvelopeRules } from '../hub/envelope-check.ts';
import { answerOfHub, type HubWord } from '../hub/hub-answers.ts';
import type { Answer } from '../outcome.ts';
import type { TokenDesk } from '../token-desk.ts';
import { answerOfWarehouse, trackingId } from './warehouse-answers.ts';
import type { WarehouseAccount } from './warehouse-receiver.ts';

/** How it goes between the warehouse and the ministry. */
export type MinistryState =
  /** Takes the message. */
  | 'takes'
  /** Says no to it; the warehouse keeps it all the same, as a message that was rejected. */
  | 'rejects'
  /** The warehouse passes nothing on for now. */
  | 'paused'
  /** Gives the warehouse no answer in time. */
  | 'late'
  /** Cannot save it; the warehouse will try again. */
  | 'cannot-save'
  /** The warehouse cannot sign in there. */
  | 'signed-out'
  /** The warehouse cannot sign what it would pass on, and keeps nothing. */
  | 'no-signature';

/** What is answered, and how it stands at the ministry (`byt_status`). */
const WORDS: Readonly<
  Record<MinistryState, { readonly status: number; readonly code: string; readonly ministry: string }>
> = {
  takes: { status: 200, code: 'CM_SUCCESS', ministry: 'BYT_ACCEPTED' },
  rejects: { status: 200, code: 'PS_DS_VERIFY_FAIL', ministry: 'BYT_REJECTED' },
  paused: { status: 202, code: 'HOC_BYT_FORWARD_PAUSED', ministry: 'PENDING' },
  late: { status: 504, code: 'HOC_BYT_TIMEOUT', ministry: 'PENDING' },
  'cannot-save': { status: 200, code: 'PS_DS_SAVE_FAIL', ministry: 'PENDING' },
  'signed-out': { status: 502, code: 'CM_AUTH_ACCOUNT_FAIL', ministry: 'PENDING' },
  'no-signature': { status: 503, code: 'HOC_SIGNING_UNAVAILABLE', ministry: '' },
};

interface Standing {
  readonly tracking: string;
  readonly senderId: string;
  /** MA_LK */
  readonly recordKey: string;
  readonly state: MinistryState;
}

/** The warehouse's desk for health checks. */
export interface HealthCheckDesk {
  push(authorization: string | undefined, serviceType: string | undefined, bytes: Buffer): Answer;
  status(authorization: string | undefined, senderId: unknown, msgId: unknown): Answer;
  /** How all messages of an MA_LK stand, oldest first. */
  statusOfRecord(authorization: string | undefined, recordKey: unknown): Answer;
  setMinistry(state: MinistryState): void;
}

/**
 * Takes the envelope of the ministry's hub, keeps it, and passes it on. A message of one sender and msg_id that comes again
 * with the same bytes gets the old answer, with other bytes 409. An empty signature is right: the warehouse signs by itself.
 */
export function createHealthCheckDesk({
  tokens,
  log,
  rules,
  clock,
}: {
  readonly tokens: TokenDesk<WarehouseAccount>;
  readonly log: EffectLog;
  readonly rules: EnvelopeRules & { readonly serviceType: string };
  readonly clock: () => EpochMs;
}): HealthCheckDesk {
  let ministry: MinistryState = 'takes';
  /** Of every message that was kept, how it stands at the ministry; rejected ones are no effects. */
  const standing = new Map<string, Standing>();

  function reject(answer: Answer): Answer {
    log.count('rejected');
    return answer;
  }

  function keep({ msgId, senderId, content, syntax }: CheckedEnvelope, bytes: Buffer): Answer {
    const state = ministry;
    const facts = readFormFacts(content.toString('utf8'), syntax);
    if (facts?.root !== 'KHAMSUCKHOE') return reject(answerOfWarehouse(400, 'INVALID_DATA'));
    const { status, code } = WORDS[state];
    const say = (word: Partial<HubWord>) => answerOfHub({ status, code, msgId, senderId, ...word }, clock());
    if (state === 'no-signature') return reject(say({}));
    const tracking = trackingId('KSKBYT', standing.size + 1);
    standing.set(msgId, { tracking, senderId, recordKey: facts.key, state });
    const headers = { 'x-hoc-tracking-id': tracking };
    if (state === 'rejects') return reject(say({ headers }));
    const message = { key: msgId, bytes, digest: facts.digest, record: `health-check/${facts.key}` };
    return log.keep(message, (number) => say({ headers, ...(state === 'takes' ? { number } : {}) }));
  }

  return {
    push(authorization, serviceType, bytes) {
      log.received.push(bytes);
      const account = tokens.accountOf(authorization);
      if (account === undefined) return reject(answerOfWarehouse(401, 'TOKEN_EXPIRED'));
      const envelope = checkEnvelope(bytes, rules);
      if (typeof envelope === 'string' || serviceType !== rules.serviceType) {
        return reject(answerOfWarehouse(400, 'INVALID_ENVELOPE'));
      }
      const { msgId, senderId, signature } = envelope;
      if (senderId !== account.senderId) return reject(answerOfWarehouse(403, 'ORG_MISMATCH'));
      if (signature !== '' && (account.publicKey === null || !envelope.isSignedBy(account.publicKey))) {
        return reject(answerOfHub({ code: 'PS_DS_RSA_SIGNATURE_INVALID', msgId, senderId }, clock()));
      }
      const known = log.find(msgId);
      if (known === undefined) return keep(envelope, bytes);
      if (known.sha256 !== hash('sha256', bytes)) return reject(answerOfWarehouse(409, 'MSG_ID_CONFLICT'));
      log.count('replayed');
      return known.answer;
    },
    status(authorization, senderId, msgId) {
      const account = tokens.accountOf(authorization);
      if (account === undefined) return answerOfWarehouse(401, 'TOKEN_EXPIRED');
      const found = senderId === account.senderId ? standing.get(String(msgId)) : undefined;
      if (found === undefined) return answerOfWarehouse(404, 'NOT_FOUND');
      return answerOfWarehouse(200, 'OK', { item: itemOf(String(msgId), found) });
    },
    statusOfRecord(authorization, recordKey) {
      const account = tokens.accountOf(authorization);
      if (account === undefined) return answerOfWarehouse(401, 'TOKEN_EXPIRED');
      const found = [...standing].filter(
        ([, kept]) => kept.senderId === account.senderId && kept.recordKey === recordKey,
      );
      if (found.length === 0) return answerOfWarehouse(404, 'NOT_FOUND');
      return answerOfWarehouse(200, 'OK', { items: found.map(([msgId, kept]) => itemOf(msgId, kept)) });
    },
    setMinistry(state) {
      ministry = state;
    },
  };
}

/** How a message stands, at the warehouse and at the ministry. */
function itemOf(msgId: string, { tracking, recordKey, state }: Standing): object {
  const { code, ministry } = WORDS[state];
  return {
    msg_id: msgId,
    ma_lk: recordKey,
    tracking_id: tracking,
    hoc_status: 'RECEIVED',
    hoc_validation_status: 'VALID',
    byt_status: ministry,
    ...(ministry === 'PENDING' ? {} : { byt_res_code: code }),
  };
}
