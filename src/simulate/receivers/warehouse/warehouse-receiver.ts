import type { EpochMs, FacilityCode } from '../../../types/submission.ts';
import { createEffectLog } from '../effect-log.ts';
import type { FormFacts } from '../form-facts.ts';
import type { EnvelopeRules } from '../hub/envelope-check.ts';
import { type NationalReceiver, startNationalReceiver } from '../national-receiver.ts';
import type { Answer } from '../outcome.ts';
import { objectOf, parsePlain } from '../plain-json.ts';
import { createTokenDesk, type ReceiverAccount } from '../token-desk.ts';
import { createHealthBookDesk } from './health-book-desk.ts';
import { createHealthCheckDesk, type MinistryState } from './health-check-desk.ts';
import { answerOfWarehouse, failureOfWarehouse, type WarehouseError } from './warehouse-answers.ts';

/** A facility's machine account at the warehouse. */
export interface WarehouseAccount extends ReceiverAccount {
  /** Mã CSKCB, 5 characters: SENDER_CODE of its health books. */
  readonly facility: FacilityCode;
  /** 13 digits: sender_id of its health checks. */
  readonly senderId: string;
  /** PEM of the RSA key of messages that are signed; null when they are not. */
  readonly publicKey: string | null;
}

export interface WarehouseReceiverOptions extends Partial<EnvelopeRules> {
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly clock: () => EpochMs;
  readonly accounts: readonly WarehouseAccount[];
  /** Default `100`. */
  readonly serviceType?: string;
  /** Life of a token. Default 10,800. */
  readonly tokenSeconds?: number;
  /** Takes a REQUEST_ID or msg_id as often as it comes. Default false. */
  readonly keyBlind?: boolean;
  /** The warehouse's own rules for health books: the fields that break them. Default: none. */
  readonly judge?: (facts: FormFacts) => readonly WarehouseError[];
}

/** The key of an effect is the REQUEST_ID or msg_id. */
export interface WarehouseReceiver extends NationalReceiver {
  setMinistry(state: MinistryState): void;
}

/** Shut on 18/09/2026. */
const LEGACY_PATH = '/api/kham-suc-khoe/qd-2062/tiep-nhan';

/**
 * Starts a simulated provincial health data warehouse, after the precedent: `POST /api/xac-thuc/token`, health books at
 * `/api/ho-so-suc-khoe/qd-831-2017/tiep-nhan`, health checks at `/api/platform/data-sync/push`, their state at
 * `/api/kham-suc-khoe/doi-soat-byt/trang-thai` (by message) and `/api/kham-suc-khoe/qd-2062/ho-so/trang-thai` (by MA_LK). Keeps everything in memory, fails on demand. Listens on 127.0.0.1 only.
 */
export async function startWarehouseReceiver(options: WarehouseReceiverOptions): Promise<WarehouseReceiver> {
  const { clock, accounts, tokenSeconds = 10_800, keyBlind = false, judge = () => [] } = options;
  const { hashCase = 'upper', dataShape = 'string', receiverId = null, serviceType = '100' } = options;
  const tokens = createTokenDesk(accounts, { seconds: tokenSeconds, clock });
  const log = createEffectLog({ clock, keyBlind });
  const takeBook = createHealthBookDesk({ tokens, log, judge });
  const checks = createHealthCheckDesk({
    tokens,
    log,
    rules: { hashCase, dataShape, receiverId, serviceType },
    clock,
  });

  function signIn(bytes: Buffer): Answer {
    const { username, password } = objectOf(parsePlain(bytes));
    const answer = tokens.signIn(username, password);
    if (answer.kind !== 'signed-in') {
      return answer.kind === 'locked'
        ? answerOfWarehouse(403, 'ACCOUNT_LOCKED')
        : answerOfWarehouse(401, 'INVALID_CREDENTIALS');
    }
    const { token, seconds, account } = answer;
    return answerOfWarehouse(200, 'OK', {
      access_token: token,
      token_type: 'Bearer',
      expires_in: seconds,
      ma_don_vi: account.facility,
    });
  }

  const receiver = await startNationalReceiver({
    port: options.port,
    log,
    tokens,
    fail: failureOfWarehouse,
    addCalls: (calls, handle) => {
      calls.post('/api/xac-thuc/token', handle({ sort: 'sign-in', answer: (_request, bytes) => signIn(bytes) }));
      calls.post(
        '/api/ho-so-suc-khoe/qd-831-2017/tiep-nhan',
        handle({
          answer: ({ headers }, bytes) => takeBook(headers.authorization, headers['content-type'], bytes),
        }),
      );
      calls.post(
        '/api/platform/data-sync/push',
        handle({
          answer: (request, bytes) => checks.push(request.headers.authorization, request.get('service-type'), bytes),
        }),
      );
      calls.get(
        '/api/kham-suc-khoe/doi-soat-byt/trang-thai',
        handle({
          sort: 'query',
          answer: ({ headers, query }) => checks.status(headers.authorization, query['sender_id'], query['msg_id']),
        }),
      );
      calls.get(
        '/api/kham-suc-khoe/qd-2062/ho-so/trang-thai',
        handle({
          sort: 'query',
          answer: ({ headers, query }) => checks.statusOfRecord(headers.authorization, query['ma_lk']),
        }),
      );
      calls.post(LEGACY_PATH, handle({ answer: () => answerOfWarehouse(410, 'KSK_LEGACY_API_DISABLED') }));
    },
  });
  return { ...receiver, setMinistry: checks.setMinistry };
}
