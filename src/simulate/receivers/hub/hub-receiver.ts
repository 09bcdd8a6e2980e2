import type { EpochMs } from '../../../types/submission.ts';
import { createEffectLog } from '../effect-log.ts';
import { type NationalReceiver, startNationalReceiver } from '../national-receiver.ts';
import { createTokenDesk } from '../token-desk.ts';
import type { EnvelopeRules } from './envelope-check.ts';
import { answerOfHub } from './hub-answers.ts';
import { createHubDesk, type HubAccount, type HubJudge } from './hub-desk.ts';

export interface HubReceiverOptions extends Partial<EnvelopeRules> {
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly clock: () => EpochMs;
  readonly accounts: readonly HubAccount[];
  /** Default `100`. */
  readonly serviceType?: string;
  /** Life of a token. Default 6,000. */
  readonly tokenSeconds?: number;
  /** Takes a msg_id as often as it comes. Default false. */
  readonly keyBlind?: boolean;
  /** Answers `GET statusPath?sender_id&msg_id`. Default null: it has no such question, as far as is known. */
  readonly statusPath?: string | null;
  readonly judge?: HubJudge;
}

/** The key of an effect is the msg_id. */
export interface HubReceiver extends NationalReceiver {
  /** Answers messages with this res_code, keeping none, until it is told null. */
  answerWith(code: string | null): void;
}

/**
 * Starts a simulated hub of the Ministry of Health: `POST /api/auth/login`, `POST /api/platform/data-sync/push`. Checks form and
 * signature of the envelope, keeps health checks in memory, fails on demand. Listens on 127.0.0.1 only.
 */
export async function startHubReceiver(options: HubReceiverOptions): Promise<HubReceiver> {
  const {
    clock,
    accounts,
    tokenSeconds = 6_000,
    keyBlind = false,
    statusPath = null,
    judge = () => undefined,
  } = options;
  const { hashCase = 'upper', dataShape = 'string', receiverId = null, serviceType = '100' } = options;
  const tokens = createTokenDesk(accounts, { seconds: tokenSeconds, clock });
  const log = createEffectLog({ clock, keyBlind });
  const rules = { hashCase, dataShape, receiverId, serviceType };
  const desk = createHubDesk({ tokens, log, rules, judge, clock });
  const receiver = await startNationalReceiver({
    port: options.port,
    log,
    tokens,
    fail: (status) => answerOfHub({ status, code: status === 413 ? 'CM_INVALID_REQUEST' : 'CM_SYSTEM_ERROR' }, clock()),
    addCalls: (calls, handle) => {
      calls.post('/api/auth/login', handle({ sort: 'sign-in', answer: (_request, bytes) => desk.signIn(bytes) }));
      calls.post(
        '/api/platform/data-sync/push',
        handle({
          answer: (request, bytes) => desk.push(request.get('authorization'), request.get('service-type'), bytes),
        }),
      );
      if (statusPath === null) return;
      const answer = handle({
        sort: 'query',
        answer: ({ query, headers }) => desk.status(headers.authorization, query['sender_id'], query['msg_id']),
      });
      calls.get(statusPath, answer);
    },
  });
  return { ...receiver, answerWith: desk.answerWith };
}
