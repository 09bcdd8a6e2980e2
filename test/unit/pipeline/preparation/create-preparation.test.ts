import { afterEach, describe, expect, it } from '@jest/globals';
import { createClaims } from '../../../../bench/ingest/payloads.ts';
import type { Prepared } from '../../../../src/pipeline/preparation/prepare.ts';
import { bundleOf, openPreparation, taskOf } from '../../../support/preparation.ts';

const BUSY = 4;
const MIDDLING = { padding: 40_000 };
const LARGE = { padding: 300_000 };

let open: ReturnType<typeof openPreparation>;
afterEach(() => open.close());

/** A claim that is worth a thread. */
function claimOf(facility: string): Buffer {
  const claim = createClaims([facility], 50).find(({ bytes }) => bytes.length > MIDDLING.padding);
  if (claim === undefined) throw new Error('no claim is of that size');
  return Buffer.from(claim.bytes);
}

/** But for the ids of records, which are made where they are prepared. */
function withoutIds(prepared: Prepared | { readonly kind: 'busy' }): unknown {
  if (prepared.kind !== 'prepared') return prepared;
  const { submission, ...packed } = prepared.packed;
  return {
    ...prepared,
    packed,
    submission: { ...submission, records: submission.records.map((one) => ({ ...one, id: '' })) },
  };
}

describe('preparing in this thread and in others', () => {
  it('stays in this thread while nobody waits, and goes to another one when several are under way', async () => {
    open = openPreparation();
    await open.prepare(taskOf(bundleOf('a')), 1);
    expect(open.inline()).toBe(1);
    // The one that starts a thread does not wait for it.
    await open.prepare(taskOf(bundleOf('b', MIDDLING)), BUSY);
    expect(open.inline()).toBe(2);
    await open.prepare(taskOf(bundleOf('large', LARGE)), 1);
    await open.prepare(taskOf(bundleOf('c', MIDDLING)), BUSY);
    await open.prepare(taskOf(bundleOf('d', MIDDLING)), BUSY - 1);
    expect(open.inline()).toBe(3);
  });

  it('keeps small bodies, however many are under way', async () => {
    open = openPreparation();
    await open.prepare(taskOf(bundleOf('large', LARGE)), 1);
    await open.prepare(taskOf(bundleOf('a')), 5 * BUSY);
    expect(open.inline()).toBe(1);
  });

  it('gives the same wherever it is done: Bundles, claims, refusals', async () => {
    open = openPreparation();
    const refused = ['{"resourceType":"Patient"}', '{', '[]'].map((body) => body.padEnd(MIDDLING.padding));
    const bodies = [bundleOf('a', MIDDLING), bundleOf('b', LARGE), claimOf('99001'), ...refused];
    await open.prepare(taskOf(bundleOf('first', LARGE)), 1);
    for (const body of bodies) {
      const before = open.inline();
      const elsewhere = await open.prepare(taskOf(body), BUSY);
      expect(open.inline()).toBe(before);
      const here = openPreparation({ threads: 0 });
      expect(withoutIds(elsewhere)).toEqual(withoutIds(await here.prepare(taskOf(body), BUSY)));
    }
    expect(open.passes).toEqual(expect.arrayContaining(['decode ok', 'map ok', 'validate ok']));
  });

  it("another facility's call is refused in a thread too", async () => {
    open = openPreparation();
    await open.prepare(taskOf(bundleOf('first', LARGE)), 1);
    const answer = await open.prepare(taskOf(claimOf('99002')), BUSY);
    expect(answer).toMatchObject({ kind: 'refused', refusal: { status: 403 } });
    expect(open.inline()).toBe(0);
  });

  it('large bodies never take the time of this thread, and are turned away when as many wait as may', async () => {
    open = openPreparation({ maxWaiting: 2 });
    const answers = Array.from({ length: 5 }, (_, index) => open.prepare(taskOf(bundleOf(`${index}`, LARGE)), 1));
    const kinds = (await Promise.all(answers)).map(({ kind }) => kind);
    expect([kinds, open.inline()]).toEqual([['prepared', 'prepared', 'prepared', 'busy', 'busy'], 0]);
  });

  it('a thread that would decide by other data than this one is not used', async () => {
    let told = 0;
    open = openPreparation({ edition: 'of another day', onStale: () => (told += 1) });
    for (const key of ['a', 'b']) {
      expect(await open.prepare(taskOf(bundleOf(key, LARGE)), 1)).toMatchObject({ kind: 'prepared' });
    }
    expect([open.inline(), told]).toEqual([2, 1]);
  });

  it('with no threads everything is done here', async () => {
    open = openPreparation({ threads: 0 });
    expect(await open.prepare(taskOf(bundleOf('a', LARGE)), 20)).toMatchObject({ kind: 'prepared' });
    expect(open.inline()).toBe(1);
  });

  it('a body that needs more memory than a thread has is lost with it, and the next gets a new one', async () => {
    open = openPreparation({ maxHeapMb: 60 });
    const texts = Array.from({ length: 60 }, () => 'x'.repeat(1_000_000));
    const huge = JSON.stringify({ resourceType: 'Bundle', type: 'batch', texts });
    await expect(open.prepare(taskOf(huge), 1)).rejects.toThrow('ended');
    expect(await open.prepare(taskOf(bundleOf('next', LARGE)), 1)).toMatchObject({ kind: 'prepared' });
  });
});
