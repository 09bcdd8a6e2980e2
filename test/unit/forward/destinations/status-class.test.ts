import { describe, expect, it } from '@jest/globals';
import { outcomeOfStatus } from '../../../../src/forward/destinations/status-class.ts';

describe('what a status alone says', () => {
  it.each([
    ['transient', [408, 409, 425, 429, 503]],
    ['refused', [413]],
    ['unknown', [200, 201, 202, 204, 299, 500, 502, 504, 507, 599]],
    ['misconfigured', [301, 302, 307, 400, 401, 403, 404, 405, 415, 422, 501, 505]],
  ])('%s: %p', (kind, statuses) => {
    for (const status of statuses) {
      expect(outcomeOfStatus({ status, retryAfterMs: undefined })).toEqual({
        kind,
        reason: `http-${status}`,
        httpStatus: status,
      });
    }
  });

  it('passes a Retry-After on', () => {
    expect(outcomeOfStatus({ status: 503, retryAfterMs: 7_000 })).toMatchObject({ retryAfterMs: 7_000 });
  });
});
