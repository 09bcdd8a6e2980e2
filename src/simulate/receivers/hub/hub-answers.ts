import type { EpochMs } from '../../../types/submission.ts';
import type { Answer } from '../outcome.ts';

/** What the hub says of a message, or of a sign-in (which has no message). */
export interface HubWord {
  readonly status?: number;
  readonly code: string;
  /** Of the message that is answered; absent where it could not be read. */
  readonly msgId?: string;
  readonly senderId?: string;
  /** Number of the effect, when it took one. */
  readonly number?: number;
  readonly data?: object | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The hub's answer, a message of type 102. Texts name conditions, never values. */
export function answerOfHub(word: HubWord, at: EpochMs): Answer {
  const { status = 200, code, msgId = null, senderId = null, number, data = null, headers = {} } = word;
  const body = {
    header: {
      version: '1.0.6',
      sender_id: 'TTYQG',
      receiver_id: senderId,
      ...(number === undefined ? {} : { txn_id: `DS-${senderId}-${String(number).padStart(8, '0')}` }),
      txn_type: 'sync_checkup',
      res_code: code,
      res_msg: code,
      msg_id: `TTYQG${at}${String(number ?? 0).padStart(8, '0')}`,
      msg_type: '102',
      ref_msg_id: msgId,
      send_datetime: at,
    },
    data,
    signature: '',
  };
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
