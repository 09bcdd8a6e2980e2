import type { PrescriptionDestinationConfig } from '../../types/destination-config.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { Failure } from '../destination.ts';
import { parseObject, textAt } from './answer-json.ts';
import { type HttpAnswer, type HttpExchange, isAnswer } from './http-exchange.ts';
import { readSecret } from './secret-file.ts';
import { createSession, type Session } from './session.ts';
import { outcomeOfStatus } from './status-class.ts';

/** Who signs in: a doctor, at one facility. */
export interface Doctor {
  /** ma_lien_thong_bac_si */
  readonly code: string;
  /** ma_lien_thong_co_so_kham_chua_benh */
  readonly facilityId: string;
}

/** Sessions of doctors. */
export interface DoctorSessions {
  /** `Session.run` as a doctor. */
  run(doctor: Doctor, exchange: Parameters<Session<string>['run']>[0]): Promise<HttpAnswer | Failure>;
}

/** b64token: nothing else can stand in the header. @source https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
/** The account or the password is not taken; 404 is said of an account that is not there. */
const REFUSED = new Set([400, 401, 403, 404, 422]);
/** Doctors of a province. Who signed in longest ago signs in again. */
const MAX_SESSIONS = 5_000;

/**
 * Each doctor signs in with a password from `passwordsFile`, which is read at every sign-in: put a new one in, nothing to
 * restart. A doctor who is not let in holds up nobody else: the failure asks the relay for no pause.
 */
export function createDoctorSessions(
  http: HttpExchange,
  config: Pick<PrescriptionDestinationConfig, 'passwordsFile' | 'paths' | 'timeoutMs'>,
  clock: () => EpochMs,
): DoctorSessions {
  const sessions = new Map<string, Session<string>>();

  function sessionOf(doctor: Doctor): Session<string> {
    const key = JSON.stringify([doctor.code, doctor.facilityId]);
    const known = sessions.get(key);
    if (known !== undefined) return known;
    const session = createSession<string>({
      timeoutMs: config.timeoutMs,
      clock,
      async login(signal) {
        const password = await readPassword(config.passwordsFile, doctor.code);
        return typeof password === 'string' ? signIn(http, config.paths.login, doctor, password, signal) : password;
      },
    });
    sessions.set(key, session);
    const [oldest] = sessions.keys();
    if (sessions.size > MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest);
    return session;
  }

  return {
    async run(doctor, exchange) {
      const answer = await sessionOf(doctor).run(exchange);
      if (isAnswer(answer) || answer.kind !== 'misconfigured') return answer;
      const { retryAfterMs: _held, ...own } = answer;
      return own;
    },
  };
}

async function readPassword(file: string, doctor: string): Promise<string | Failure> {
  const text = await readSecret(file);
  if (text === undefined) return { kind: 'misconfigured', reason: 'password-unreadable' };
  const password = textAt(parseObject(text), doctor);
  return password === '' ? { kind: 'misconfigured', reason: 'doctor-unknown' } : password;
}

async function signIn(
  http: HttpExchange,
  path: string,
  { code, facilityId }: Doctor,
  password: string,
  signal: AbortSignal,
) {
  const body = { ma_lien_thong_bac_si: code, password, ma_lien_thong_co_so_kham_chua_benh: facilityId };
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const answer = await http.request({ method: 'POST', path, headers, body: JSON.stringify(body) }, signal);
  if (!isAnswer(answer)) return answer;
  const token = textAt(parseObject(answer.body), 'token');
  if (answer.status === 200 && BEARER_TOKEN.test(token)) return { token, lifetimeMs: undefined };
  return readRefusal(answer);
}

function readRefusal(answer: HttpAnswer): Failure {
  const { status } = answer;
  if (REFUSED.has(status)) return { kind: 'misconfigured', reason: 'login-refused', httpStatus: status };
  return status === 200 ? { kind: 'transient', reason: 'not-an-answer', httpStatus: status } : outcomeOfStatus(answer);
}
