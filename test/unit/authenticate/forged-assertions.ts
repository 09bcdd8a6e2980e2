import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import { generateKeyPair } from '../../../src/authenticate/keys.ts';
import {
  accessTokenClaims,
  assertionClaims,
  encode,
  type JwsHeader,
  signHmac,
  signJws,
  type TokenWorld,
} from '../../support/token-fixture.ts';

/** One forged, stale, confused or broken client assertion, and the rule that must refuse it. */
export interface ForgedAssertion {
  readonly name: string;
  readonly rule: string;
  readonly make: (world: TokenWorld) => string | Promise<string>;
}

const headerOf = (world: TokenWorld): JwsHeader => ({ alg: 'ES384', typ: 'JWT', kid: world.facilityKey.kid });

/** A right assertion but for these claims; a claim set to undefined is left out. */
const withClaims =
  (changes: (nowSeconds: number) => object): ForgedAssertion['make'] =>
  (world) =>
    signJws(
      headerOf(world),
      { ...assertionClaims(world), ...changes(Math.floor(world.now.ms / 1000)) },
      world.facilityKey,
    );

/** A right assertion but for these header parameters. */
const withHeader =
  (changes: object): ForgedAssertion['make'] =>
  (world) =>
    signJws({ ...headerOf(world), ...changes }, assertionClaims(world), world.facilityKey);

/** A right assertion but for the text of its claims. */
const withText =
  (change: (json: string) => string): ForgedAssertion['make'] =>
  (world) =>
    signJws(headerOf(world), change(JSON.stringify(assertionClaims(world))), world.facilityKey);

/** A right assertion, cut and pasted. */
const withParts =
  (change: (header: string, claims: string, signature: string) => string): ForgedAssertion['make'] =>
  (world) => {
    const [header = '', claims = '', signature = ''] = right(world).split('.');
    return change(header, claims, signature);
  };

export const right = (world: TokenWorld): string => signJws(headerOf(world), assertionClaims(world), world.facilityKey);

const flip = (text: string, index: number): string =>
  text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1);

async function signedByStranger(world: TokenWorld): Promise<string> {
  const { privateKey } = await generateKeyPair();
  return signJws(headerOf(world), assertionClaims(world), privateKey);
}

async function secondKeyOfSameKid(world: TokenWorld): Promise<string> {
  const { publicKey } = await generateKeyPair();
  const own = world.keys.get('99001') ?? [];
  world.keys.set('99001', [...own, { ...publicKey, kid: String(world.facilityKey.kid) }]);
  return right(world);
}

function curveConfusion(world: TokenWorld): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' }) as JWK;
  return signJws({ ...headerOf(world), alg: 'ES256' }, assertionClaims(world), jwk);
}

function rsaUnderEcKid(world: TokenWorld): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' }) as JWK;
  return signJws({ ...headerOf(world), alg: 'RS384' }, assertionClaims(world), jwk);
}

/** The facility's own key of the registry as an HMAC secret. */
function publicKeyAsSecret(world: TokenWorld): string {
  const secret = JSON.stringify(world.keys.get('99001')?.[0]);
  return signHmac({ ...headerOf(world), alg: 'HS256' }, assertionClaims(world), secret);
}

/** The gateway's own token, which is signed rightly but by the gateway and for another purpose. */
const gatewayToken = (world: TokenWorld): string =>
  signJws(
    { alg: 'ES384', typ: 'at+jwt', kid: world.gatewayKey.kid },
    { ...accessTokenClaims(world), iss: '99001' },
    world.gatewayKey,
  );

export const FORGED_ASSERTIONS: readonly ForgedAssertion[] = [
  { name: 'no words at all', rule: 'LT-A025', make: () => 'x' },
  { name: 'two parts', rule: 'LT-A025', make: withParts((header, claims) => `${header}.${claims}`) },
  { name: 'four parts', rule: 'LT-A025', make: withParts((...parts) => [...parts, 'AAAA'].join('.')) },
  {
    name: 'five parts, as encrypted',
    rule: 'LT-A025',
    make: withParts((...parts) => [...parts, 'AA', 'AA'].join('.')),
  },
  { name: 'over 8 KiB', rule: 'LT-A025', make: withClaims(() => ({ padding: 'x'.repeat(8_192) })) },
  { name: 'padded base64', rule: 'LT-A025', make: withParts((...parts) => `${parts.join('.')}=`) },
  { name: 'white space at the end', rule: 'LT-A025', make: withParts((...parts) => `${parts.join('.')}\n`) },
  { name: 'claims that are no JSON', rule: 'LT-A025', make: withText(() => 'iss=99001') },
  { name: 'claims that are a list', rule: 'LT-A025', make: withText((json) => `[${json}]`) },
  { name: 'a byte order mark', rule: 'LT-A025', make: withText((json) => `\uFEFF${json}`) },
  { name: 'the same claim twice', rule: 'LT-A025', make: withText((json) => `{"sub":"99002",${json.slice(1)}`) },
  {
    name: 'the same claim twice, once escaped',
    rule: 'LT-A025',
    make: withText((json) => `{"\\u0073ub":"99002",${json.slice(1)}`),
  },
  {
    name: 'the same header parameter twice',
    rule: 'LT-A025',
    make: (world) =>
      signJws(
        `{"alg":"ES384","alg":"ES384","kid":"${world.facilityKey.kid}"}`,
        assertionClaims(world),
        world.facilityKey,
      ),
  },
  { name: 'jku', rule: 'LT-A025', make: withHeader({ jku: 'https://attacker.example/jwks' }) },
  { name: 'crit', rule: 'LT-A025', make: withHeader({ crit: ['exp'], exp: 1 }) },
  { name: 'unencoded payload', rule: 'LT-A025', make: withHeader({ crit: ['b64'], b64: false }) },

  { name: 'alg none', rule: 'LT-A025', make: withParts((_, claims) => `${encode('{"alg":"none"}')}.${claims}.`) },
  {
    name: 'alg none with the old signature',
    rule: 'LT-A026',
    make: withParts((_, claims, signature) => `${encode('{"alg":"none","kid":"k"}')}.${claims}.${signature}`),
  },
  { name: 'HS256 with the public key as secret', rule: 'LT-A026', make: publicKeyAsSecret },
  { name: 'ES256 of another curve', rule: 'LT-A026', make: curveConfusion },
  { name: 'RS384 under the kid of an EC key', rule: 'LT-A026', make: rsaUnderEcKid },
  { name: 'no alg', rule: 'LT-A026', make: withHeader({ alg: undefined }) },
  { name: 'no kid', rule: 'LT-A026', make: withHeader({ kid: undefined }) },
  { name: 'unknown kid', rule: 'LT-A026', make: withHeader({ kid: 'another' }) },
  { name: 'kid that is no text', rule: 'LT-A026', make: withHeader({ kid: ['x'] }) },
  { name: 'two keys of one kid', rule: 'LT-A026', make: secondKeyOfSameKid },
  { name: 'unknown facility', rule: 'LT-A026', make: withClaims(() => ({ iss: '99009', sub: '99009' })) },
  { name: 'facility __proto__', rule: 'LT-A026', make: withClaims(() => ({ iss: '__proto__', sub: '__proto__' })) },

  { name: 'signed by a stranger', rule: 'LT-A027', make: signedByStranger },
  {
    name: 'own key in the header',
    rule: 'LT-A027',
    make: async (world) => {
      const { privateKey, publicKey } = await generateKeyPair();
      return signJws({ ...headerOf(world), jwk: publicKey }, assertionClaims(world), privateKey);
    },
  },
  {
    name: 'a bit of the signature flipped',
    rule: 'LT-A027',
    make: withParts((header, claims, signature) => `${header}.${claims}.${flip(signature, 40)}`),
  },
  {
    name: 'a signature of zeros',
    rule: 'LT-A027',
    make: withParts((header, claims) => `${header}.${claims}.${'A'.repeat(128)}`),
  },
  {
    name: 'a signature cut short',
    rule: 'LT-A027',
    make: withParts((header, claims, signature) => `${header}.${claims}.${signature.slice(0, 64)}`),
  },
  {
    name: 'claims exchanged under the signature',
    rule: 'LT-A027',
    make: (world) => {
      const [header, , signature] = right(world).split('.');
      return `${header}.${encode(JSON.stringify(assertionClaims(world)))}.${signature}`;
    },
  },

  { name: 'iss and sub differ', rule: 'LT-A028', make: withClaims(() => ({ iss: '99002' })) },
  { name: 'no sub', rule: 'LT-A028', make: withClaims(() => ({ sub: undefined })) },
  { name: 'sub that is a number', rule: 'LT-A028', make: withClaims(() => ({ iss: 99001, sub: 99001 })) },
  { name: 'typ of an access token', rule: 'LT-A028', make: withHeader({ typ: 'at+jwt' }) },
  { name: 'typ that is no text', rule: 'LT-A028', make: withHeader({ typ: 7 }) },
  { name: 'an access token as assertion', rule: 'LT-A028', make: gatewayToken },
  { name: 'no jti', rule: 'LT-A028', make: withClaims(() => ({ jti: undefined })) },
  { name: 'empty jti', rule: 'LT-A028', make: withClaims(() => ({ jti: '' })) },
  { name: 'jti of 256 characters', rule: 'LT-A028', make: withClaims(() => ({ jti: 'j'.repeat(256) })) },
  { name: 'jti that is a number', rule: 'LT-A028', make: withClaims(() => ({ jti: 1 })) },
  { name: 'iat in the future', rule: 'LT-A028', make: withClaims((now) => ({ iat: now + 6 })) },
  { name: 'iat as text', rule: 'LT-A028', make: withClaims((now) => ({ iat: String(now) })) },
  { name: 'nbf in the future', rule: 'LT-A028', make: withClaims((now) => ({ nbf: now + 6 })) },
  { name: 'nbf null', rule: 'LT-A028', make: withClaims(() => ({ nbf: null })) },

  { name: 'aud of another server', rule: 'LT-A029', make: withClaims(() => ({ aud: 'https://other.example' })) },
  { name: 'aud with a slash more', rule: 'LT-A029', make: withClaims(() => ({ aud: 'https://gateway.example/' })) },
  {
    name: 'aud of two servers',
    rule: 'LT-A029',
    make: withClaims(() => ({ aud: ['https://gateway.example', 'https://other.example'] })),
  },
  { name: 'aud as list in a list', rule: 'LT-A029', make: withClaims(() => ({ aud: [['https://gateway.example']] })) },
  { name: 'no aud', rule: 'LT-A029', make: withClaims(() => ({ aud: undefined })) },

  { name: 'no exp', rule: 'LT-A030', make: withClaims(() => ({ exp: undefined })) },
  { name: 'exp as text', rule: 'LT-A030', make: withClaims((now) => ({ exp: String(now + 60) })) },
  { name: 'exp in the past', rule: 'LT-A030', make: withClaims((now) => ({ exp: now - 5 })) },
  { name: 'exp too far', rule: 'LT-A030', make: withClaims((now) => ({ exp: now + 306 })) },
  { name: 'exp in milliseconds', rule: 'LT-A030', make: withClaims((now) => ({ exp: now * 1000 })) },
  { name: 'exp negative', rule: 'LT-A030', make: withClaims(() => ({ exp: -1 })) },
  { name: 'exp 1e400', rule: 'LT-A030', make: withText((json) => json.replace(/"exp":\d+/, '"exp":1e400')) },
  { name: 'exp null', rule: 'LT-A030', make: withClaims(() => ({ exp: null })) },
];
