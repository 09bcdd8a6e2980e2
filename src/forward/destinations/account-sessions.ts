import type { FacilityAccount } from '../../types/destination-config.ts';
import type { FacilityCode } from '../../types/submission.ts';
import type { Failure } from '../destination.ts';
import type { HttpAnswer } from './http-exchange.ts';
import { readSecret } from './secret-file.ts';
import { createSession, type Session, type SessionOptions, type SignedIn } from './session.ts';

interface Accounts {
  readonly username: string;
  readonly passwordFile: string;
  readonly accounts?: Readonly<Record<FacilityCode, FacilityAccount>>;
}

/** What is sent to sign in. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface AccountSessionOptions<Token> extends Omit<SessionOptions<Token>, 'login'> {
  readonly login: (credentials: Credentials, signal: AbortSignal) => Promise<SignedIn<Token> | Failure>;
}

/** Sessions of a destination: one for each account. */
export interface AccountSessions<Token> {
  /** `Session.run` with the account of a facility. */
  run(facility: FacilityCode, exchange: Parameters<Session<Token>['run']>[0]): Promise<HttpAnswer | Failure>;
}

/** The account of a facility: its own, else that of the destination. */
export function accountOf(config: Accounts, facility: FacilityCode): FacilityAccount {
  const { username, passwordFile, accounts } = config;
  return (hasOwnAccount(config, facility) ? accounts?.[facility] : undefined) ?? { username, passwordFile };
}

/** True for a facility that signs in as itself. */
export function hasOwnAccount({ accounts = {} }: Accounts, facility: FacilityCode): boolean {
  return Object.hasOwn(accounts, facility);
}

/**
 * Sessions that sign in when first needed. A password is read from its file at every sign-in: replace the file, nothing to
 * restart. Where there are several accounts, one that is not taken holds back its own facilities alone.
 */
export function createAccountSessions<Token = string>(
  config: Accounts,
  { login, ...options }: AccountSessionOptions<Token>,
): AccountSessions<Token> {
  const sessions = new Map<string, Session<Token>>();
  const isOnlyAccount = Object.keys(config.accounts ?? {}).length === 0;

  function sessionOf(facility: FacilityCode): Session<Token> {
    const { username, passwordFile } = accountOf(config, facility);
    const key = `${username}\n${passwordFile}`;
    const known = sessions.get(key);
    if (known !== undefined) return known;
    const session = createSession<Token>({
      ...options,
      isOnlyAccount,
      async login(signal) {
        const password = await readSecret(passwordFile);
        if (password === undefined) return { kind: 'misconfigured', reason: 'password-unreadable' };
        return login({ username, password }, signal);
      },
    });
    sessions.set(key, session);
    return session;
  }

  return {
    run: (facility, exchange) => sessionOf(facility).run(exchange),
  };
}
