import { v7 } from 'uuid';
import { JWT_BEARER, signClientAssertion } from '../../src/authenticate/client-assertion.ts';
import { generateKeyPair } from '../../src/authenticate/keys.ts';
import type { RunningGateway } from '../../src/main.ts';
import { facilityOf } from './store-fixtures.ts';

/** Registers facilities with a gateway of this process and signs them in: an access token for each. */
export async function signInFacilities(
  { url, store }: RunningGateway,
  publicUrl: string,
  facilities: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map<string, string>();
  for (const facility of facilities) {
    const { privateKey, publicKey } = await generateKeyPair();
    await store.putFacility(facilityOf(facility));
    await store.putKeys(facility, [publicKey]);
    const audience = `${publicUrl}/auth/token`;
    const assertion = await signClientAssertion({ facility, privateKey, audience, now, jti: v7() });
    const body = { grant_type: 'client_credentials', client_assertion_type: JWT_BEARER, client_assertion: assertion };
    const answer = await fetch(`${url}/auth/token`, { method: 'POST', body: new URLSearchParams(body) });
    const { access_token: token } = (await answer.json()) as { access_token?: string };
    if (token === undefined) throw new Error(`${facility} got no token: ${answer.status}`);
    tokens.set(facility, token);
  }
  return tokens;
}
