import { hash } from 'node:crypto';
import type { EpochMs } from '../../../types/submission.ts';
import { createEffectLog } from '../effect-log.ts';
import type { Call } from '../exchange-routes.ts';
import { type NationalReceiver, startNationalReceiver } from '../national-receiver.ts';
import { answerPlain } from '../plain-json.ts';
import { createTokenDesk } from '../token-desk.ts';
import { type CallNames, createPortalDesk } from './portal-desk.ts';
import { readFields } from './read-fields.ts';

export interface PortalReceiverOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly clock: () => EpochMs;
  readonly accounts: readonly { readonly username: string; readonly password: string; readonly facility: string }[];
  /** Of the MD5 that is sent. Default `upper`. */
  readonly passwordHashCase?: 'upper' | 'lower';
  /** Life of a token. Default 6,000. */
  readonly tokenSeconds?: number;
  /** Longest file, in characters of base64. Default 64 Mi. */
  readonly maxFileBytes?: number;
  /** Paths of its calls for records, to the letter, each with the kinds of file that it takes. Default those of QĐ 3176. */
  readonly recordCalls?: Readonly<Record<string, readonly string[]>>;
}

/** The digest of an effect is the SHA-256 of the file. */
export interface PortalReceiver extends NationalReceiver {
  /** Answers files with this maKetQua, keeping none, until it is told null. */
  answerWith(result: string | null): void;
}

const RECORD: Omit<CallNames, 'kinds'> = {
  kind: 'loaiHoSo',
  facility: 'maCSKCB',
  file: 'fileHSBase64',
  result: 'maKetQua',
  transaction: 'maGiaoDich',
  receivedAt: 'thoiGianTiepNhan',
};
const DOCUMENT: Omit<CallNames, 'kinds'> = {
  kind: 'loaiHs',
  facility: 'maCskcb',
  file: 'fileBase64Str',
  result: 'MaKetQua',
  transaction: 'MaGD',
  receivedAt: 'ThoiGianTiepNhan',
};
const RECORD_CALLS: Readonly<Record<string, readonly string[]>> = {
  '/api/qd130/checkInKcbQd3176': ['0'],
  '/api/qd130/guiHoSoXmlQD3176': ['130'],
  '/api/egw/guiHoSoGiamDinh4210': ['3'],
};
const DOCUMENT_CALLS: Readonly<Record<string, readonly string[]>> = {
  '/api/chungtugw/GuiHoSoChungTu2025': ['39'],
  '/api/hososuckhoe/guiGiayToDienTu': ['60', '61'],
};

/**
 * Starts a simulated claim portal: `POST /api/token/take` and the calls of QĐ 3176, QĐ 4210 and annex 02 (2025). Checks tokens,
 * the MD5 of the password, and the file inside the base64; keeps files in memory, each time that they come; fails on demand.
 * Every answer of its own is HTTP 200. Listens on 127.0.0.1 only.
 */
export async function startPortalReceiver(options: PortalReceiverOptions): Promise<PortalReceiver> {
  const { clock, passwordHashCase = 'upper', tokenSeconds = 6_000, maxFileBytes = 67_108_864 } = options;
  const { recordCalls = RECORD_CALLS } = options;
  const hashOf = (password: string) =>
    passwordHashCase === 'upper' ? hash('md5', password).toUpperCase() : hash('md5', password);
  const accounts = options.accounts.map((account) => ({ ...account, password: hashOf(account.password) }));
  const tokens = createTokenDesk(accounts, { seconds: tokenSeconds, clock });
  const log = createEffectLog({ clock, keyBlind: true });
  const desk = createPortalDesk({ tokens, log, maxFileBytes, clock });
  const signIn: Call = {
    sort: 'sign-in',
    answer: (request, bytes) => desk.signIn(readFields(bytes, request.get('content-type'))),
  };

  const takeRecord = (kinds: readonly string[]): Call => ({
    answer(request, bytes) {
      log.received.push(bytes);
      const header = (name: string) => request.get(name) ?? '';
      const fields = readFields(bytes, request.get('content-type'));
      const credentials = {
        accessToken: header('accessToken'),
        idToken: header('tokenId'),
        passwordHash: header('passwordHash'),
      };
      return desk.take(fields, credentials, { ...RECORD, kinds });
    },
  });

  const takeDocument = (kinds: readonly string[]): Call => ({
    answer(request, bytes) {
      log.received.push(bytes);
      const fields = readFields(bytes, request.get('content-type'));
      const field = (name: string) => fields.get(name) ?? '';
      const credentials = {
        accessToken: field('token'),
        idToken: field('id_token'),
        passwordHash: field('password'),
      };
      return desk.take(fields, credentials, { ...DOCUMENT, kinds });
    },
  });

  const receiver = await startNationalReceiver({
    port: options.port,
    log,
    tokens,
    fail: (status) => answerPlain(status, { maKetQua: '500', thongDiep: 'simulated fault' }),
    addCalls: (calls, handle) => {
      calls.post('/api/token/take', handle(signIn));
      for (const [path, kinds] of Object.entries(recordCalls)) calls.post(path, handle(takeRecord(kinds)));
      for (const [path, kinds] of Object.entries(DOCUMENT_CALLS)) calls.post(path, handle(takeDocument(kinds)));
    },
  });
  return {
    ...receiver,
    setPassword: (username, password) => tokens.setPassword(username, hashOf(password)),
    answerWith: desk.answerWith,
  };
}
