import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTokenWorld, type TokenWorld } from '../../support/token-fixture.ts';
import { postAssertion, startTokenServer, type TokenServer } from '../../support/token-server.ts';
import { FORGED_ASSERTIONS, right } from './forged-assertions.ts';

/** Proving figure S1, the client's half: every class of bad assertion is refused and leaves nothing behind. */
describe('client assertions over HTTP', () => {
  let world: TokenWorld;
  let server: TokenServer;

  beforeEach(async () => {
    world = await createTokenWorld();
    server = await startTokenServer(world.deps);
  });
  afterEach(() => server.close());

  it.each(FORGED_ASSERTIONS)('refuses: $name ($rule)', async ({ make, rule }) => {
    const { status, headers, body } = await postAssertion(server.url, await make(world));
    expect({ status, error: body['error'] }).toEqual({ status: 401, error: 'invalid_client' });
    expect(body['error_description']).toMatch(new RegExp(`^${rule}: [ !#-\\[\\]-~]+$`));
    expect(body['access_token']).toBeUndefined();
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(world.outcomes).toEqual([rule]);
    expect([...world.jtis.keys(), ...world.signIns]).toEqual([]);
  });

  it('takes an assertion once: the same bytes again are a replay', async () => {
    const assertion = right(world);
    expect((await postAssertion(server.url, assertion)).status).toBe(200);
    const { status, body } = await postAssertion(server.url, assertion);
    expect({ status, error: body['error'] }).toEqual({ status: 401, error: 'invalid_client' });
    expect(world.outcomes).toEqual(['issued', 'LT-A031']);
    expect(world.signIns).toEqual(['99001']);
  });

  it('lets one of twenty replays at the same moment through', async () => {
    const assertion = right(world);
    const replies = await Promise.all(Array.from({ length: 20 }, () => postAssertion(server.url, assertion)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('remembers the jti until the assertion is refused for its age', async () => {
    await postAssertion(server.url, right(world));
    const [expiresAt = 0] = world.jtis.values();
    world.now.ms = expiresAt;
    world.jtis.clear();
    const { body } = await postAssertion(server.url, right({ ...world, now: { ms: expiresAt - 305_000 } }));
    expect(body['error_description']).toMatch(/^LT-A030/);
  });
});
