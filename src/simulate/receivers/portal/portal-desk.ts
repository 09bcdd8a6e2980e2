import { hash } from 'node:crypto';
import { toLocalInstant } from '../../../fhir/local-time.ts';
import type { EpochMs } from '../../../types/submission.ts';
import type { EffectLog } from '../effect-log.ts';
import type { Answer } from '../outcome.ts';
import { answerPlain } from '../plain-json.ts';
import type { ReceiverAccount, TokenDesk } from '../token-desk.ts';
import { checkFile } from './file-check.ts';

/** A facility's account at the portal; its password is the MD5 that is sent. */
export interface PortalAccount extends ReceiverAccount {
  /** 5 characters. */
  readonly facility: string;
}

type Fields = ReadonlyMap<string, string>;

/** What stands in the headers of a record call, or among the fields of a document call. */
export interface PortalCredentials {
  readonly accessToken: string;
  readonly idToken: string;
  readonly passwordHash: string;
}

/** What the portal does with its calls. */
export interface PortalDesk {
  signIn(fields: Fields): Answer;
  /** `names`: how a call spells its fields and its answer. */
  take(fields: Fields, credentials: PortalCredentials, names: CallNames): Answer;
  /** Answers files with this result, keeping none, until it is told null. */
  answerWith(result: string | null): void;
}

export interface CallNames {
  /** Kinds of file that the call takes. */
  readonly kinds: readonly string[];
  readonly kind: string;
  readonly facility: string;
  readonly file: string;
  readonly result: string;
  readonly transaction: string;
  readonly receivedAt: string;
}

/** Joins the portal's accounts and log. A file that comes twice is kept twice: the portal knows no key. */
export function createPortalDesk(deps: {
  readonly tokens: TokenDesk<PortalAccount>;
  readonly log: EffectLog;
  readonly maxFileBytes: number;
  readonly clock: () => EpochMs;
}): PortalDesk {
  const { tokens, log, maxFileBytes, clock } = deps;
  let forced: string | null = null;

  function accountOf({ accessToken, idToken, passwordHash }: PortalCredentials, username: string | undefined) {
    const account = tokens.accountOf(`Bearer ${accessToken}`);
    if (account === undefined || account.username !== username || idToken !== idTokenOf(accessToken)) return undefined;
    return tokens.passwordOf(account.username) === passwordHash ? account : undefined;
  }

  /** The file, or the result that says why it is not taken. */
  function read(fields: Fields, credentials: PortalCredentials, names: CallNames): Buffer | string {
    const account = accountOf(credentials, fields.get('username'));
    if (account === undefined) return '401';
    if (forced !== null) return forced;
    if (fields.get(names.facility) !== account.facility) return '403';
    const kind = fields.get(names.kind) ?? '';
    const file = fields.get(names.file) ?? '';
    if (file.length > maxFileBytes) return '1001';
    return (names.kinds.includes(kind) ? checkFile(file, kind, account.facility) : undefined) ?? '205';
  }

  return {
    signIn(fields) {
      const username = fields.get('username') ?? '';
      const answer = tokens.signIn(username, fields.get('password'));
      if (answer.kind !== 'signed-in') return answerOk({ maKetQua: answer.kind === 'locked' ? '403' : '401' });
      const { token, seconds } = answer;
      return answerOk({
        maKetQua: '200',
        APIKey: {
          access_token: token,
          id_token: idTokenOf(token),
          token_type: 'bearer',
          username,
          expires_in: new Date(clock() + seconds * 1_000).toISOString(),
        },
      });
    },
    take(fields, credentials, names) {
      const file = read(fields, credentials, names);
      const at = stampOf(clock());
      if (typeof file === 'string') {
        log.count('rejected');
        return answerOk({ [names.result]: file, [names.transaction]: null, [names.receivedAt]: at, thongDiep: file });
      }
      const digest = hash('sha256', file);
      const record = `${fields.get(names.kind)}/${fields.get(names.facility)}`;
      return log.keep({ key: digest, bytes: file, digest, record }, (number) =>
        answerOk({
          [names.result]: '200',
          [names.transaction]: `GD${at}${String(number).padStart(6, '0')}`,
          [names.receivedAt]: at,
          thongDiep: 'Thành công',
        }),
      );
    },
    answerWith(result) {
      forced = result;
    },
  };
}

const idTokenOf = (accessToken: string) => `id.${accessToken}`;

/** yyyyMMddHHmmss, Asia/Ho_Chi_Minh. */
const stampOf = (at: EpochMs) => toLocalInstant(at).slice(0, 19).replaceAll(/\D/g, '');

const answerOk = (body: object) => answerPlain(200, body);
