import { describe, expect, it } from '@jest/globals';
import { isSameOrigin } from '../../../../src/console/http/same-origin.ts';

const HOST = 'gateway.local:8080';

describe('a form of ours', () => {
  it.each([
    ['the browser says so', { host: HOST, 'sec-fetch-site': 'same-origin', origin: `http://${HOST}` }, true],
    ['an old browser names our origin', { host: HOST, origin: `http://${HOST}` }, true],
    ['another site', { host: HOST, 'sec-fetch-site': 'cross-site', origin: `http://${HOST}` }, false],
    ['another host of the same site', { host: HOST, 'sec-fetch-site': 'same-site' }, false],
    ['typed by hand or from a bookmark', { host: HOST, 'sec-fetch-site': 'none' }, false],
    ['another origin', { host: HOST, origin: 'http://evil.example' }, false],
    ['another port', { host: HOST, origin: 'http://gateway.local:9090' }, false],
    ['an origin that is kept back', { host: HOST, origin: 'null' }, false],
    ['nothing is told', { host: HOST }, false],
    ['no host', { origin: `http://${HOST}` }, false],
  ])('%s', (_, headers, taken) => {
    expect(isSameOrigin(headers)).toBe(taken);
  });
});
