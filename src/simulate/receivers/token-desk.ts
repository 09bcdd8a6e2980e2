import { hash } from 'node:crypto';
import type { EpochMs } from '../../types/submission.ts';

/** A machine account at a receiver. */
export interface ReceiverAccount {
  readonly username: string;
  readonly password: string;
}

export type SignInAnswer<Account> =
  | { readonly kind: 'signed-in'; readonly token: string; readonly seconds: number; readonly account: Account }
  | { readonly kind: 'wrong' | 'locked' };

/** Passwords and tokens of a receiver's accounts. */
export interface TokenDesk<Account extends ReceiverAccount> {
  signIn(username: unknown, password: unknown): SignInAnswer<Account>;
  /** The account of an `Authorization` header; undefined when its token is not good, or no longer. */
  accountOf(authorization: string | undefined): Account | undefined;
  /** Ends all tokens at once. */
  expireTokens(): void;
  setPassword(username: string, password: string): void;
  passwordOf(username: string): string | undefined;
  /** Calls that asked for a token. */
  signIns(): number;
}

/** So many wrong passwords in a row lock an account. */
const MAX_WRONG = 5;
const BEARER = /^Bearer (\S+)$/;

/** A desk with tokens that are good for so many seconds. */
export function createTokenDesk<Account extends ReceiverAccount>(
  accounts: readonly Account[],
  { seconds, clock }: { readonly seconds: number; readonly clock: () => EpochMs },
): TokenDesk<Account> {
  const passwords = new Map(accounts.map(({ username, password }) => [username, password]));
  const wrong = new Map<string, number>();
  const tokens = new Map<string, { readonly account: Account; readonly until: EpochMs }>();
  let asked = 0;

  return {
    signIn(username, password) {
      asked += 1;
      const account = accounts.find((known) => known.username === username);
      if (account === undefined) return { kind: 'wrong' };
      const failures = wrong.get(account.username) ?? 0;
      if (failures >= MAX_WRONG) return { kind: 'locked' };
      if (passwords.get(account.username) !== password) {
        wrong.set(account.username, failures + 1);
        return { kind: 'wrong' };
      }
      wrong.delete(account.username);
      const token = hash('sha256', `${account.username} ${asked}`);
      tokens.set(token, { account, until: clock() + seconds * 1_000 });
      return { kind: 'signed-in', token, seconds, account };
    },
    accountOf(authorization = '') {
      const held = tokens.get(BEARER.exec(authorization)?.[1] ?? '');
      return held !== undefined && clock() < held.until ? held.account : undefined;
    },
    expireTokens: () => tokens.clear(),
    setPassword(username, password) {
      passwords.set(username, password);
    },
    passwordOf: (username) => passwords.get(username),
    signIns: () => asked,
  };
}
