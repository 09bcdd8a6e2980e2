import type { JWK } from 'jose';
import { request } from 'undici';
import { v7 } from 'uuid';
import { JWT_BEARER, signClientAssertion } from '../../src/authenticate/client-assertion.ts';
import { generateKeyPair } from '../../src/authenticate/keys.ts';
import type { Store } from '../../src/types/store.ts';
import type { FacilityCode } from '../../src/types/submission.ts';

/** Enters these facilities into a store and closes it; gives their private keys. */
export async function register(
  store: Store,
  facilities: readonly FacilityCode[],
): Promise<ReadonlyMap<FacilityCode, JWK>> {
  const blank = { cohort: 'hospital', ownership: '', level: '', commune: '', openFrom: null, openTo: null } as const;
  const keys = new Map<FacilityCode, JWK>();
  for (const code of facilities) {
    const { privateKey, publicKey } = await generateKeyPair();
    await store.putFacility({ code, name: code, ...blank, scope: [], announced: null, statistics: {} });
    await store.putKeys(code, [publicKey]);
    keys.set(code, privateKey);
  }
  await store.close();
  return keys;
}

/** An access token for each facility, by SMART Backend Services. They live 300 s, longer than the benchmark. */
export async function signIn(
  url: string,
  keys: ReadonlyMap<FacilityCode, JWK>,
): Promise<ReadonlyMap<FacilityCode, string>> {
  const tokens = new Map<FacilityCode, string>();
  for (const [facility, privateKey] of keys) {
    const audience = `${url}/auth/token`;
    const assertion = await signClientAssertion({ facility, privateKey, audience, now: Date.now(), jti: v7() });
    const form = { grant_type: 'client_credentials', client_assertion_type: JWT_BEARER, client_assertion: assertion };
    const { statusCode, body } = await request(audience, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    if (statusCode !== 200) throw new Error(`${facility} got no token: ${statusCode} ${await body.text()}`);
    tokens.set(facility, ((await body.json()) as { access_token: string }).access_token);
  }
  return tokens;
}
