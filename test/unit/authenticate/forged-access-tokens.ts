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

/** One forged, stale, confused or broken access token, and the rule that must refuse it. */
export interface ForgedAccessToken {
  readonly name: string;
  readonly rule: string;
  readonly make: (world: TokenWorld) => string | Promise<string>;
}

const headerOf = (world: TokenWorld): JwsHeader => ({ alg: 'ES384', typ: 'at+jwt', kid: world.gatewayKey.kid });

/** A right token but for these claims; a claim set to undefined is left out. */
const withClaims =
  (changes: (nowSeconds: number) => object): ForgedAccessToken['make'] =>
  (world) =>
    signJws(
      headerOf(world),
      { ...accessTokenClaims(world), ...changes(Math.floor(world.now.ms / 1000)) },
      world.gatewayKey,
    );

/** A right token but for these header parameters. */
const withHeader =
  (changes: object): ForgedAccessToken['make'] =>
  (world) =>
    signJws({ ...headerOf(world), ...changes }, accessTokenClaims(world), world.gatewayKey);

/** A right token but for the text of its claims. */
const withText =
  (change: (json: string) => string): ForgedAccessToken['make'] =>
  (world) =>
    signJws(headerOf(world), change(JSON.stringify(accessTokenClaims(world))), world.gatewayKey);

export const rightToken = (world: TokenWorld): string =>
  signJws(headerOf(world), accessTokenClaims(world), world.gatewayKey);

async function tokenOfAnotherGateway(world: TokenWorld): Promise<string> {
  const { privateKey } = await generateKeyPair();
  return signJws({ ...headerOf(world), kid: privateKey.kid }, accessTokenClaims(world), privateKey);
}

async function anotherKeyUnderOurKid(world: TokenWorld): Promise<string> {
  const { privateKey } = await generateKeyPair();
  return signJws(headerOf(world), accessTokenClaims(world), privateKey);
}

function flipSignatureBit(world: TokenWorld): string {
  const token = rightToken(world);
  const at = token.lastIndexOf('.') + 20;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

function withoutSignature(world: TokenWorld): string {
  return `${encode('{"alg":"none","typ":"at+jwt"}')}.${encode(JSON.stringify(accessTokenClaims(world)))}.`;
}

/** The gateway's public key, which anyone may learn, as an HMAC secret. */
function publicKeyAsSecret(world: TokenWorld): string {
  const { d: _, ...publicKey } = world.gatewayKey;
  return signHmac({ ...headerOf(world), alg: 'HS256' }, accessTokenClaims(world), JSON.stringify(publicKey));
}

const ownAssertion = (world: TokenWorld): string =>
  signJws({ alg: 'ES384', typ: 'JWT', kid: world.facilityKey.kid }, assertionClaims(world), world.facilityKey);

/** A facility that writes itself an access token with its own registered key. */
const selfMade = (world: TokenWorld): string =>
  signJws({ ...headerOf(world), kid: world.facilityKey.kid }, accessTokenClaims(world), world.facilityKey);

export const FORGED_ACCESS_TOKENS: readonly ForgedAccessToken[] = [
  { name: 'no words at all', rule: 'LT-A004', make: () => 'x' },
  { name: 'three dots', rule: 'LT-A004', make: () => '...' },
  { name: 'two parts', rule: 'LT-A004', make: (world) => rightToken(world).split('.', 2).join('.') },
  { name: 'padded base64', rule: 'LT-A004', make: (world) => `${rightToken(world)}=` },
  { name: 'over 8 KiB', rule: 'LT-A003', make: withClaims(() => ({ padding: 'x'.repeat(8_192) })) },
  { name: 'alg none', rule: 'LT-A004', make: withoutSignature },
  { name: 'HS256 with the public key as secret', rule: 'LT-A004', make: publicKeyAsSecret },
  { name: 'RS384 in the header', rule: 'LT-A004', make: withHeader({ alg: 'RS384' }) },
  { name: 'alg that is no text', rule: 'LT-A004', make: withHeader({ alg: ['ES384'] }) },
  { name: 'crit', rule: 'LT-A004', make: withHeader({ crit: ['x'], x: 1 }) },
  { name: 'jku', rule: 'LT-A004', make: withHeader({ jku: 'https://attacker.example/jwks' }) },
  { name: 'unknown kid', rule: 'LT-A004', make: withHeader({ kid: 'another' }) },
  { name: 'no kid', rule: 'LT-A004', make: withHeader({ kid: undefined }) },
  { name: 'no typ', rule: 'LT-A004', make: withHeader({ typ: undefined }) },
  { name: 'typ JWT', rule: 'LT-A004', make: withHeader({ typ: 'JWT' }) },
  { name: 'an assertion as access token', rule: 'LT-A004', make: ownAssertion },
  { name: 'made by the facility itself', rule: 'LT-A004', make: selfMade },
  { name: 'of another gateway', rule: 'LT-A004', make: tokenOfAnotherGateway },
  { name: 'of another key under our kid', rule: 'LT-A004', make: anotherKeyUnderOurKid },
  { name: 'a bit of the signature flipped', rule: 'LT-A004', make: flipSignatureBit },
  { name: 'the same claim twice', rule: 'LT-A004', make: withText((json) => `{"sub":"99002",${json.slice(1)}`) },
  { name: 'claims that are no object', rule: 'LT-A004', make: withText(() => 'null') },

  { name: 'iss of another gateway', rule: 'LT-A006', make: withClaims(() => ({ iss: 'https://other.example' })) },
  { name: 'no iss', rule: 'LT-A006', make: withClaims(() => ({ iss: undefined })) },
  { name: 'aud of another gateway', rule: 'LT-A006', make: withClaims(() => ({ aud: 'https://other.example' })) },
  { name: 'aud as list', rule: 'LT-A006', make: withClaims(() => ({ aud: ['https://gateway.example'] })) },
  { name: 'no aud', rule: 'LT-A006', make: withClaims(() => ({ aud: undefined })) },
  { name: 'no sub', rule: 'LT-A006', make: withClaims(() => ({ sub: undefined, client_id: undefined })) },
  { name: 'sub of another facility than client_id', rule: 'LT-A006', make: withClaims(() => ({ sub: '99002' })) },
  { name: 'no jti', rule: 'LT-A006', make: withClaims(() => ({ jti: undefined })) },
  { name: 'no scope', rule: 'LT-A006', make: withClaims(() => ({ scope: undefined })) },
  { name: 'no iat', rule: 'LT-A006', make: withClaims(() => ({ iat: undefined })) },
  { name: 'iat in the future', rule: 'LT-A006', make: withClaims((now) => ({ iat: now + 6, exp: now + 60 })) },
  { name: 'nbf in the future', rule: 'LT-A006', make: withClaims((now) => ({ nbf: now + 6 })) },
  { name: 'no exp', rule: 'LT-A006', make: withClaims(() => ({ exp: undefined })) },
  { name: 'exp as text', rule: 'LT-A006', make: withClaims((now) => ({ exp: String(now + 60) })) },
  { name: 'exp 301 seconds after iat', rule: 'LT-A006', make: withClaims((now) => ({ exp: now + 301 })) },
  { name: 'exp 1e400', rule: 'LT-A006', make: withText((json) => json.replace(/"exp":\d+/, '"exp":1e400')) },
  { name: 'expired this second', rule: 'LT-A005', make: withClaims((now) => ({ iat: now - 300, exp: now })) },
  { name: 'bound by cnf', rule: 'LT-A007', make: withClaims(() => ({ cnf: { jkt: 'x' } })) },
  { name: 'unregistered facility', rule: 'LT-A008', make: withClaims(() => ({ sub: '99009', client_id: '99009' })) },
];
