import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { HttpAnswer } from '../../../../src/forward/destinations/http-exchange.ts';
import { readTransactionAnswer } from '../../../../src/forward/destinations/transaction-answer.ts';

interface Row {
  readonly name: string;
  readonly status: number;
  readonly body: string;
  readonly kind: string;
  readonly reason?: string;
}

const TABLE = parse(
  readFileSync(join(import.meta.dirname, '../../../cases/forward/transaction-answers.yaml'), 'utf8'),
) as Row[];

const OK_ENTRY = { response: { status: '200 OK', location: 'Patient/1/_history/2', etag: 'W/"2"' } };
const CREATED_ENTRY = { response: { status: '201' } };

function responseBundle(entry: unknown, type = 'transaction-response') {
  return JSON.stringify({ resourceType: 'Bundle', type, entry });
}

function outcome(...issues: readonly (readonly [severity: string, code: string])[]) {
  const issue = issues.map(([severity, code]) => ({ severity, code }));
  return JSON.stringify({ resourceType: 'OperationOutcome', issue });
}

const BODIES: Readonly<Record<string, string | null>> = {
  none: '',
  html: '<!doctype html><title>OK</title>',
  'json-null': 'null',
  good: responseBundle([OK_ENTRY, CREATED_ENTRY]),
  short: responseBundle([OK_ENTRY]),
  long: responseBundle([OK_ENTRY, OK_ENTRY, OK_ENTRY]),
  'empty-entries': responseBundle([OK_ENTRY, {}]),
  'entry-404': responseBundle([OK_ENTRY, { response: { status: '404 Not Found' } }]),
  'entry-2000': responseBundle([OK_ENTRY, { response: { status: '2000' } }]),
  'entry-object': responseBundle({ 0: OK_ENTRY, 1: OK_ENTRY }),
  batch: responseBundle([OK_ENTRY, OK_ENTRY], 'batch-response'),
  echo: responseBundle([OK_ENTRY, OK_ENTRY], 'transaction'),
  'outcome-error': outcome(['error', 'processing']),
  'outcome-warning': outcome(['warning', 'processing']),
  'outcome-not-found': outcome(['error', 'not-found'], ['information', 'informational']),
  'outcome-lock': outcome(['fatal', 'lock-error']),
  'outcome-mixed': outcome(['error', 'not-found'], ['error', 'business-rule']),
};

function read(status: number, body: string | null, headers: HttpAnswer['headers'] = {}, retryAfterMs?: number) {
  return readTransactionAnswer({ status, headers, body, retryAfterMs }, 2);
}

describe('answer to a transaction', () => {
  it.each(TABLE)('$name: $kind', ({ status, body, kind, reason }) => {
    const text = BODIES[body];
    expect(text).toBeDefined();
    const result = read(status, text ?? null);
    expect(result).toMatchObject({ kind, httpStatus: status, ...(reason === undefined ? {} : { reason }) });
  });

  it('takes a status for what it says when its body broke off', () => {
    expect(read(503, null)).toMatchObject({ kind: 'transient', reason: 'http-503' });
  });

  it('passes a Retry-After on', () => {
    expect(read(429, '', {}, 5_000)).toMatchObject({ kind: 'transient', retryAfterMs: 5_000 });
  });

  it('prefers the id of the Bundle, then X-Receipt-Id, then Location as the receipt', () => {
    const withId = JSON.stringify({ ...JSON.parse(responseBundle([OK_ENTRY, OK_ENTRY])), id: 'tn-1' });
    const headers = { 'x-receipt-id': 'VN/2', location: '/Bundle/3' };
    expect(read(200, withId, headers)).toMatchObject({ receipt: 'tn-1' });
    expect(read(200, responseBundle([OK_ENTRY, OK_ENTRY]), headers)).toMatchObject({ receipt: 'VN/2' });
    expect(read(200, responseBundle([OK_ENTRY, OK_ENTRY]), { location: '/Bundle/3' })).toMatchObject({
      receipt: '/Bundle/3',
    });
  });

  it('makes a receipt of the versions when the receiver gives no usable id', () => {
    const receipt = (entry: unknown[], headers: HttpAnswer['headers'] = {}) => {
      const result = read(200, responseBundle(entry), headers);
      return result.kind === 'delivered' ? result.receipt : undefined;
    };
    const first = receipt([OK_ENTRY, CREATED_ENTRY]);
    expect(first).toMatch(/^sha256:[0-9a-f]{32}$/);
    expect(receipt([OK_ENTRY, CREATED_ENTRY], { 'x-receipt-id': 'xin chào\n' })).toBe(first);
    expect(receipt([OK_ENTRY, CREATED_ENTRY], { 'x-receipt-id': 'x'.repeat(257) })).toBe(first);
    expect(receipt([OK_ENTRY, OK_ENTRY])).not.toBe(first);
  });
});
