import { createHash } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBodyBudget } from '../../src/receive/body-budget.ts';
import { JSON_TYPES, readBodyHeaders, XML_TYPES } from '../../src/receive/body-headers.ts';
import { readBody } from '../../src/receive/body-reader.ts';
import { readIdempotencyKey } from '../../src/receive/idempotency-key.ts';
import { createRefusals } from '../../src/receive/refusals.ts';
import { RULES, STANDARD_LIMITS, SYSTEMS } from '../support/public-door.ts';

const refusals = createRefusals(RULES, SYSTEMS);
const MAX_BYTES = 500;
const BUDGET = 400;

/** A body cut into chunks at arbitrary places. */
const cutBody = fc
  .tuple(fc.uint8Array({ maxLength: 600 }), fc.array(fc.nat(600), { maxLength: 8 }))
  .map(([bytes, cuts]) => ({ bytes: Buffer.from(bytes), cuts: cuts.toSorted((one, other) => one - other) }));

function* chunksOf(bytes: Buffer, cuts: readonly number[]): Generator<Buffer> {
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    if (to > from) yield bytes.subarray(from, to);
    from = Math.max(from, to);
  }
}

describe('readBody', () => {
  it('gives the same bytes however they were cut and coded, within both limits, and returns its budget', () =>
    fc.assert(
      fc.asyncProperty(cutBody, fc.boolean(), async ({ bytes, cuts }, gzip) => {
        const budget = createBodyBudget(BUDGET);
        const request = new IncomingMessage(new Socket());
        const reading = readBody(request, { maxBytes: MAX_BYTES, timeoutMs: 10_000, gzip, budget });
        for (const chunk of chunksOf(gzip ? gzipSync(bytes) : bytes, cuts)) request.push(chunk);
        request.push(null);
        const body = await reading;
        if (body.kind === 'read') {
          expect(body.bytes).toEqual(bytes);
          expect(body.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
          body.release();
        } else {
          const tooMuch = bytes.length > BUDGET && ['too-busy', 'too-large'].includes(body.kind);
          expect(tooMuch || (bytes.length === 0 && body.kind === 'empty')).toBe(true);
        }
        expect(budget.take(BUDGET)).toBe(true);
      }),
      { numRuns: 200 },
    ));
});

describe('headers of any content', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...XML_TYPES, ...JSON_TYPES, 'gzip', 'identity', ';', 'application/xml;charset="', '1e9', '-1'),
  );
  const optional = fc.option(anyText, { nil: undefined });

  it('are taken or refused by a rule, and never thrown at', () => {
    fc.assert(
      fc.property(optional, optional, optional, (type, coding, length) => {
        const headers = { 'content-type': type, 'content-encoding': coding, 'content-length': length };
        const result = readBodyHeaders(headers, [...XML_TYPES, ...JSON_TYPES], STANDARD_LIMITS, refusals);
        if (result.ok) expect([...XML_TYPES, ...JSON_TYPES]).toContain(result.value.contentType);
        else expect([413, 415]).toContain(result.refusal.status);
      }),
      { numRuns: 500 },
    );
  });

  it('give a key only of visible ASCII, and never two', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 3 }), (keys) => {
        const result = readIdempotencyKey({ 'idempotency-key': keys }, refusals);
        const usable = keys.length === 1 && /^[!-~]{1,255}$/.test(keys[0] ?? '');
        expect(result.ok ? [true, result.value] : [false]).toEqual(usable ? [true, keys[0]] : [false]);
      }),
      { numRuns: 500 },
    );
  });
});
