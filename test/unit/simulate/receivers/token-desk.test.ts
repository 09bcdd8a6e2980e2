import { describe, expect, it } from '@jest/globals';
import { createTokenDesk } from '../../../../src/simulate/receivers/token-desk.ts';

const accounts = [
  { username: 'a', password: 'x' },
  { username: 'b', password: 'y' },
];

function desk() {
  let now = 0;
  const tokens = createTokenDesk(accounts, { seconds: 60, clock: () => now });
  const bearer = (username: string, password: string) => {
    const answer = tokens.signIn(username, password);
    return answer.kind === 'signed-in' ? `Bearer ${answer.token}` : answer.kind;
  };
  return { ...tokens, bearer, pass: (ms: number) => (now += ms) };
}

describe('token desk', () => {
  it('gives tokens of accounts, good for their time', () => {
    const { bearer, accountOf, pass, signIns } = desk();
    const [a, b] = [bearer('a', 'x'), bearer('b', 'y')];
    expect([accountOf(a)?.username, accountOf(b)?.username]).toEqual(['a', 'b']);
    pass(59_999);
    expect(accountOf(a)?.username).toBe('a');
    pass(1);
    expect(accountOf(a)).toBeUndefined();
    expect(signIns()).toBe(2);
  });

  it('takes no other word for a token', () => {
    const { accountOf, bearer } = desk();
    const token = bearer('a', 'x');
    for (const header of [
      undefined,
      '',
      token.slice('Bearer '.length),
      `${token}0`,
      token.replace('Bearer', 'Basic'),
    ]) {
      expect(accountOf(header)).toBeUndefined();
    }
  });

  it('refuses wrong passwords and locks after five', () => {
    const { bearer, setPassword, accountOf } = desk();
    expect([bearer('none', 'x'), bearer('a', 'y')]).toEqual(['wrong', 'wrong']);
    setPassword('a', 'z');
    expect(accountOf(bearer('a', 'z'))?.username).toBe('a');
    for (let n = 0; n < 5; n += 1) expect(bearer('a', 'x')).toBe('wrong');
    expect(bearer('a', 'z')).toBe('locked');
  });

  it('ends all tokens at once', () => {
    const { bearer, expireTokens, accountOf } = desk();
    const token = bearer('a', 'x');
    expireTokens();
    expect(accountOf(token)).toBeUndefined();
  });
});
