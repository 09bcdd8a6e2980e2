import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { generateKeyPair, toPublicKey } from '../../../src/authenticate/keys.ts';
import { parsePublicJwks } from '../../../src/authenticate/public-jwks.ts';
import { RULES } from '../../support/token-fixture.ts';

const { privateKey, publicKey: ec } = await generateKeyPair();

const rsaOf = (modulusLength: number, publicExponent = 65_537): JWK => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  return { ...(publicKey.export({ format: 'jwk' }) as JWK), kid: `rsa-${modulusLength}` };
};
const rsa = rsaOf(2048);

const issuesOf = async (jwks: unknown): Promise<readonly string[]> => {
  const result = await parsePublicJwks(jwks, RULES);
  return result.ok ? [] : result.refusal.issues.map(({ rule, text }) => `${rule.id} ${text.en}`);
};

describe('generateKeyPair', () => {
  it('makes a P-384 pair that names itself by its RFC 7638 thumbprint', async () => {
    expect(ec).toMatchObject({
      kty: 'EC',
      crv: 'P-384',
      alg: 'ES384',
      use: 'sig',
      kid: await calculateJwkThumbprint(ec),
    });
    expect(ec).not.toHaveProperty('d');
    expect(privateKey).toEqual({ ...ec, d: expect.any(String) });
    expect(toPublicKey(privateKey)).not.toHaveProperty('d');
  });
});

describe('parsePublicJwks', () => {
  it('takes ES384 and RS384 keys and keeps what a verifier needs', async () => {
    const result = await parsePublicJwks(
      {
        keys: [
          { ...ec, x5c: ['…'], note: 'x' },
          { ...rsa, alg: 'RS384' },
        ],
      },
      RULES,
    );
    expect(result).toEqual({ ok: true, value: [toPublicKey(ec), rsa] });
  });

  it('takes key_ops that verify', async () => {
    expect(await issuesOf({ keys: [{ ...ec, key_ops: ['verify'] }] })).toEqual([]);
  });

  it.each([
    ['null', null],
    ['a key alone', ec],
    ['a list', [ec]],
    ['no keys', { keys: [] }],
    ['keys that are no objects', { keys: ['x'] }],
    ['too many keys', { keys: Array.from({ length: 21 }, () => ec) }],
  ])('refuses %s as no JWKS', async (_, jwks) => {
    expect(await issuesOf(jwks)).toEqual(['LT-A040 This is not a JWKS with 1 to 20 keys.']);
  });

  it('refuses private members by name and never repeats them', async () => {
    const issues = await issuesOf({ keys: [rsa, privateKey] });
    expect(issues).toEqual(['LT-A041 Key 2 holds private material (d).']);
    expect(await issuesOf({ keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'x' }] })).toEqual([
      'LT-A041 Key 1 holds private material (k).',
    ]);
  });

  it.each([
    [
      'another curve',
      { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), kid: 'x' },
    ],
    ['Ed25519', { ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid: 'x' }],
    ['an alg of another key', { ...ec, alg: 'ES256' }],
    ['RS256', { ...rsa, alg: 'RS256' }],
    ['an encryption key', { ...ec, use: 'enc' }],
    ['key_ops without verify', { ...ec, key_ops: ['sign'] }],
    ['no kty', { kid: 'x' }],
  ])('refuses %s', async (_, key) => {
    expect((await issuesOf({ keys: [key] })).map((issue) => issue.slice(0, 7))).toEqual(['LT-A042']);
  });

  it.each([
    ['1024 bits', rsaOf(1024)],
    ['2047 bits', rsaOf(2047)],
    ['exponent 3', rsaOf(2048, 3)],
  ])('refuses RSA of %s', async (_, key) => {
    expect((await issuesOf({ keys: [key] })).map((issue) => issue.slice(0, 7))).toEqual(['LT-A043']);
  });

  it.each([
    ['no kid', [{ ...ec, kid: undefined }], 1],
    ['an empty kid', [{ ...ec, kid: '' }], 1],
    ['a kid of 256 characters', [{ ...ec, kid: 'k'.repeat(256) }], 1],
    ['a kid twice', [ec, { ...rsa, kid: ec.kid }], 2],
  ])('refuses %s', async (_, keys, count) => {
    const issues = await issuesOf({ keys });
    expect(issues.map((issue) => issue.slice(0, 7))).toEqual(Array.from({ length: count }, () => 'LT-A044'));
  });

  it.each([
    ['a point off the curve', { ...ec, y: ec.x }],
    ['no point', { ...ec, x: undefined }],
    ['RSA without modulus', { ...rsa, n: undefined }],
    ['coordinates that are no text', { ...ec, x: 7 }],
  ])('refuses %s', async (_, key) => {
    expect((await issuesOf({ keys: [key] })).map((issue) => issue.slice(0, 7))).toEqual(['LT-A045']);
  });
});
