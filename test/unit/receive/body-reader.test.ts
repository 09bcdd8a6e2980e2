import { createHash } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { createBodyBudget } from '../../../src/receive/body-budget.ts';
import { type BodyReading, readBody } from '../../../src/receive/body-reader.ts';

const reading = (changed: Partial<BodyReading> = {}): BodyReading => ({
  maxBytes: 1_000,
  timeoutMs: 10_000,
  gzip: false,
  budget: createBodyBudget(10_000),
  ...changed,
});

describe('readBody', () => {
  it('joins the chunks, hashes them, and holds the budget until it is released', async () => {
    const request = new IncomingMessage(new Socket());
    const budget = createBodyBudget(5);
    const body = readBody(request, reading({ budget }));
    for (const chunk of ['ab', 'cde', null]) request.push(chunk);
    const outcome = await body;
    if (outcome.kind !== 'read') throw new Error(outcome.kind);
    expect(outcome.bytes.toString()).toBe('abcde');
    expect(outcome.sha256).toBe(createHash('sha256').update('abcde').digest('hex'));
    expect(budget.take(1)).toBe(false);
    outcome.release();
    outcome.release();
    expect(budget.take(5)).toBe(true);
    expect(budget.take(1)).toBe(false);
  });

  it('knows a request that was broken off before reading began', async () => {
    const request = new IncomingMessage(new Socket());
    request.destroy();
    expect(await readBody(request, reading({ timeoutMs: 20 }))).toEqual({ kind: 'aborted' });
  });

  it('knows a request that is broken off while it is read', async () => {
    const request = new IncomingMessage(new Socket());
    const body = readBody(request, reading());
    request.push('ab');
    request.destroy(new Error('aborted'));
    expect(await body).toEqual({ kind: 'aborted' });
  });

  it('lets go of the request and stops decompressing when it has seen enough', async () => {
    const request = new IncomingMessage(new Socket());
    const body = readBody(request, reading({ gzip: true }));
    request.push(gzipSync(Buffer.alloc(100_000)));
    expect(await body).toEqual({ kind: 'too-large' });
    expect([request.listenerCount('data'), request.listenerCount('end'), request.listenerCount('error')]).toEqual([
      ...[0, 0, 0],
    ]);
  });
});
