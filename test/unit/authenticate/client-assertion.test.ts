import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, type JWK } from 'jose';
import { signClientAssertion } from '../../../src/authenticate/client-assertion.ts';
import { generateKeyPair } from '../../../src/authenticate/keys.ts';
import { START } from '../../support/token-fixture.ts';

const sign = (privateKey: JWK): Promise<string> =>
  signClientAssertion({ facility: '99001', privateKey, audience: 'https://x/auth/token', now: START, jti: 'one' });

describe('signClientAssertion', () => {
  it('writes what SMART asks of a client, for one minute', async () => {
    const { privateKey } = await generateKeyPair();
    const assertion = await sign(privateKey);
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'ES384', typ: 'JWT', kid: privateKey.kid });
    const who = { iss: '99001', sub: '99001', aud: 'https://x/auth/token', jti: 'one' };
    expect(decodeJwt(assertion)).toEqual({ ...who, iat: START / 1000, exp: START / 1000 + 60 });
  });

  it('signs RS384 with an RSA key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const assertion = await sign(privateKey.export({ format: 'jwk' }) as JWK);
    expect(decodeProtectedHeader(assertion).alg).toBe('RS384');
  });

  it('refuses a key of another kind, and a public one', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await expect(sign(privateKey.export({ format: 'jwk' }) as JWK)).rejects.toThrow('neither EC P-384');
    await expect(sign((await generateKeyPair()).publicKey)).rejects.toThrow();
  });
});
