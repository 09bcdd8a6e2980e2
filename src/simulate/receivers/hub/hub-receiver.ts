import { createServer } from 'node:http';
import type { EpochMs } from '../../../types/submission.ts';
import type { Effect } from '../../effect.ts';
import { createEffectLog, type MessageStats } from '../effect-log.ts';
import { createReceiverApp, type ExchangeParts, handleCall } from '../exchange-routes.ts';
import type { FaultKind, FaultOptions } from '../fault.ts';
import { createFaultSwitch } from '../fault-switch.ts';
import { openPort } from '../switchable-port.ts';
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

export interface HubReceiver {
  /** Base address, `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly port: number;
  /** What took effect up to now, in order; the key is the msg_id. */
  effects(): readonly Effect[];
  /** Bytes of the messages that came, taken or not. */
  received(): readonly Buffer[];
  stats(): MessageStats;
  signIns(): number;
  expireTokens(): void;
  setPassword(username: string, password: string): void;
  /** Answers messages with this res_code, keeping none, until it is told null. */
  answerWith(code: string | null): void;
  setFault(kind: FaultKind | null, options?: FaultOptions): Promise<void>;
  close(): Promise<void>;
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
  const faults = createFaultSwitch((state) => port.setState(state));
  const parts: ExchangeParts = {
    faults,
    fail: (status) => answerOfHub({ status, code: status === 413 ? 'CM_INVALID_REQUEST' : 'CM_SYSTEM_ERROR' }, clock()),
    count: log.count,
    effects: log.effects,
    stats: log.stats,
  };
  const app = createReceiverApp(parts, (calls) => {
    calls.post(
      '/api/auth/login',
      handleCall(parts, { sort: 'sign-in', answer: (_request, bytes) => desk.signIn(bytes) }),
    );
    calls.post(
      '/api/platform/data-sync/push',
      handleCall(parts, {
        answer: (request, bytes) => desk.push(request.get('authorization'), request.get('service-type'), bytes),
      }),
    );
    if (statusPath === null) return;
    const answer = handleCall(parts, {
      sort: 'query',
      answer: ({ query, headers }) => desk.status(headers.authorization, query['sender_id'], query['msg_id']),
    });
    calls.get(statusPath, answer);
  });
  const port = await openPort(createServer(app), options.port);
  return {
    url: `http://127.0.0.1:${port.port}`,
    port: port.port,
    effects: log.effects,
    received: () => [...log.received],
    stats: log.stats,
    signIns: tokens.signIns,
    expireTokens: tokens.expireTokens,
    setPassword: tokens.setPassword,
    answerWith: desk.answerWith,
    setFault: faults.set,
    close: () => port.setState('closed'),
  };
}
