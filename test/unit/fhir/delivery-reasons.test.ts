import { describe, expect, it } from '@jest/globals';
import { reasonText } from '../../../src/fhir/delivery-reasons.ts';
import { readSourceFiles } from '../../support/source-files.ts';

describe('reasonText', () => {
  it.each([
    ['timeout', 'The destination gave no complete answer in time.'],
    ['http-503', 'The destination answered HTTP 503.'],
    ['login-timeout', 'While signing in: The destination gave no complete answer in time.'],
    ['login-refused', 'The destination does not take the account.'],
    ['result-401', 'The destination answered with code 401.'],
    ['PS_DS_SAVE_FAIL', 'The destination answered with code PS_DS_SAVE_FAIL.'],
  ])('says what %s means', (code, en) => {
    expect(reasonText(code).en).toBe(en);
  });

  it('has words of its own for every fixed reason of the relay and of the destinations', () => {
    const code = readSourceFiles('src/forward').filter(({ path }) => !path.startsWith('src/forward/webhooks/'));
    const reasons = code.flatMap(({ text }) =>
      [...text.matchAll(/reason: '([a-z0-9-]+)'/g)].map(([, reason = '']) => reason),
    );
    expect(reasons.length).toBeGreaterThan(5);
    const bare = reasons.filter((reason) => reasonText(reason).en === `The destination answered with code ${reason}.`);
    expect([...new Set(bare)]).toEqual([]);
  });

  it('speaks Vietnamese wherever it speaks English', () => {
    const letters = /[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/i;
    for (const code of ['timeout', 'http-503', 'login-dns', 'result-1', 'x'])
      expect(reasonText(code).vi).toMatch(letters);
  });
});
