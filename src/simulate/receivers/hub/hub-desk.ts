import { hash } from 'node:crypto';
import type { EpochMs } from '../../../types/submission.ts';
import type { EffectLog } from '../effect-log.ts';
import { type FormFacts, readFormFacts } from '../form-facts.ts';
import type { Answer } from '../outcome.ts';
import { answerPlain, objectOf, parsePlain } from '../plain-json.ts';
import type { ReceiverAccount, TokenDesk } from '../token-desk.ts';
import { type CheckedEnvelope, checkEnvelope, type EnvelopeRules } from './envelope-check.ts';
import { answerOfHub, type HubWord } from './hub-answers.ts';

/** A facility's machine account at the hub. */
export interface HubAccount extends ReceiverAccount {
  /** 13 digits. */
  readonly senderId: string;
  /** PEM of the RSA key that its messages are signed with; null: nothing is registered, so no signature is right. */
  readonly publicKey: string | null;
}

/** The hub's own rules: the code with which it says no to a file, if it does. */
export type HubJudge = (facts: FormFacts) => string | undefined;

export interface HubDeskDeps {
  readonly tokens: TokenDesk<HubAccount>;
  readonly log: EffectLog;
  readonly rules: EnvelopeRules & { readonly serviceType: string };
  readonly judge: HubJudge;
  readonly clock: () => EpochMs;
}

/** A message brings one record. */
const HOSO = 'THONGTINHOSO/DANHSACHHOSO/HOSO';

/** What the hub does with its calls. */
export interface HubDesk {
  signIn(bytes: Buffer): Answer;
  push(authorization: string | undefined, serviceType: string | undefined, bytes: Buffer): Answer;
  status(authorization: string | undefined, senderId: unknown, msgId: unknown): Answer;
  /** Answers messages with this code, keeping none, until it is told null. */
  answerWith(code: string | null): void;
}

/** Joins the hub's accounts, rules and log. */
export function createHubDesk({ tokens, log, rules, judge, clock }: HubDeskDeps): HubDesk {
  let forced: string | null = null;
  const say = (word: HubWord) => answerOfHub(word, clock());

  function reject(word: HubWord): Answer {
    log.count('rejected');
    return say(word);
  }

  /** Why a message is not taken; the form inside when it is. */
  function faultOf(
    { signature, content, syntax, isSignedBy }: CheckedEnvelope,
    account: HubAccount,
  ): string | FormFacts {
    if (forced !== null) return forced;
    if (signature === '') return 'PS_DS_RSA_SIGNATURE_MISSING';
    if (account.publicKey === null || !isSignedBy(account.publicKey)) return 'PS_DS_RSA_SIGNATURE_INVALID';
    const facts = readFormFacts(content.toString('utf8'), syntax);
    if (facts?.root !== 'KHAMSUCKHOE' || facts.count(HOSO) !== 1) return 'PS_DS_VERIFY_FAIL';
    return judge(facts) ?? facts;
  }

  return {
    signIn(bytes) {
      const { username, password } = objectOf(parsePlain(bytes));
      const answer = tokens.signIn(username, password);
      if (answer.kind !== 'signed-in') {
        return say({ status: answer.kind === 'locked' ? 403 : 401, code: 'CM_AUTH_ACCOUNT_FAIL' });
      }
      const { token, seconds } = answer;
      return say({ code: 'CM_SUCCESS', data: { token, refresh_token: token, duration: seconds, role: 'facility' } });
    },
    push(authorization, serviceType, bytes) {
      log.received.push(bytes);
      const account = tokens.accountOf(authorization);
      if (account === undefined) return reject({ status: 401, code: 'CM_AUTH_PERMISSION' });
      const envelope = checkEnvelope(bytes, rules);
      if (typeof envelope === 'string' || serviceType !== rules.serviceType) {
        return reject({ status: 400, code: 'CM_INVALID_REQUEST' });
      }
      const { msgId, senderId } = envelope;
      if (senderId !== account.senderId) return reject({ status: 403, code: 'CM_AUTH_PERMISSION', msgId, senderId });
      const known = log.find(msgId);
      if (known !== undefined) {
        if (known.sha256 !== hash('sha256', bytes)) return reject({ code: 'CM_INVALID_REQUEST', msgId, senderId });
        log.count('replayed');
        return known.answer;
      }
      const facts = faultOf(envelope, account);
      if (typeof facts === 'string') return reject({ code: facts, msgId, senderId });
      const message = { key: msgId, bytes, digest: facts.digest, record: `health-check/${facts.key}` };
      return log.keep(message, (number) => say({ code: 'CM_SUCCESS', msgId, senderId, number }));
    },
    status(authorization, senderId, msgId) {
      const account = tokens.accountOf(authorization);
      if (account === undefined) return say({ status: 401, code: 'CM_AUTH_PERMISSION' });
      const effect = log.effects().find(({ key }) => key === msgId);
      if (effect === undefined || senderId !== account.senderId)
        return answerPlain(404, { success: false, code: 'NOT_FOUND' });
      const item = { msg_id: msgId, tracking_id: String(effect.order).padStart(8, '0'), res_code: 'CM_SUCCESS' };
      return answerPlain(200, { success: true, code: 'OK', data: { item } });
    },
    answerWith(code) {
      forced = code;
    },
  };
}
