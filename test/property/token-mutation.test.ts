import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verifyAssertion } from '../../src/authenticate/verify-assertion.ts';
import {
  accessTokenClaims,
  assertionClaims,
  createTokenWorld,
  signJws,
  type TokenWorld,
} from '../support/token-fixture.ts';

/** One edit of a text: put, take out, replace or swap at a place. */
const edit = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('replace', 'insert', 'delete', 'swap', 'cut'),
  text: fc.oneof(
    fc.string({ minLength: 1, maxLength: 3 }),
    fc.constantFrom('A', '-', '_', '+', '/', '=', '.', ' ', '\n', '\u0000'),
  ),
});
const edits = fc.array(edit, { minLength: 1, maxLength: 4 });

function mutate(token: string, changes: typeof edits extends fc.Arbitrary<infer T> ? T : never): string {
  let text = token;
  for (const { at, kind, text: put } of changes) {
    const place = at % (text.length + 1);
    const [head, tail] = [text.slice(0, place), text.slice(place)];
    if (kind === 'replace') text = head + put + tail.slice(put.length);
    else if (kind === 'insert') text = head + put + tail;
    else if (kind === 'delete') text = head + tail.slice(1);
    else if (kind === 'swap') text = tail + head;
    else text = head;
  }
  return text;
}

/** Signed once and then bent at random: no other spelling of a token may verify, and nothing may be thrown. */
describe('a token that was changed anywhere', () => {
  let world: TokenWorld;
  beforeAll(async () => {
    world = await createTokenWorld();
  });

  it('never verifies as access token', async () => {
    const header = { alg: 'ES384', typ: 'at+jwt', kid: world.gatewayKey.kid };
    const token = signJws(header, accessTokenClaims(world), world.gatewayKey);
    expect((await world.verify({ authorization: `Bearer ${token}` })).ok).toBe(true);
    await fc.assert(
      fc.asyncProperty(edits, async (changes) => {
        const mutant = mutate(token, changes);
        fc.pre(mutant !== token);
        const { ok } = await world.verify({ authorization: `Bearer ${mutant}` });
        return !ok;
      }),
      { numRuns: 1_000 },
    );
  });

  it('never verifies as client assertion', async () => {
    const header = { alg: 'ES384', typ: 'JWT', kid: world.facilityKey.kid };
    const assertion = signJws(header, assertionClaims(world), world.facilityKey);
    expect((await verifyAssertion(world.deps, assertion, undefined)).ok).toBe(true);
    await fc.assert(
      fc.asyncProperty(edits, async (changes) => {
        const mutant = mutate(assertion, changes);
        fc.pre(mutant !== assertion);
        return !(await verifyAssertion(world.deps, mutant, undefined)).ok;
      }),
      { numRuns: 1_000 },
    );
  });
});
