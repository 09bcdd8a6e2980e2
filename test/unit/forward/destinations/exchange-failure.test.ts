import { describe, expect, it } from '@jest/globals';
import { readExchangeFailure } from '../../../../src/forward/destinations/exchange-failure.ts';

describe('failed exchange', () => {
  it.each([
    ['ECONNREFUSED', 'transient', 'connect-refused'],
    ['UND_ERR_CONNECT_TIMEOUT', 'transient', 'connect-timeout'],
    ['EHOSTUNREACH', 'transient', 'connect-unreachable'],
    ['ENETUNREACH', 'transient', 'connect-unreachable'],
    ['ENOTFOUND', 'transient', 'dns'],
    ['EAI_AGAIN', 'transient', 'dns'],
    ['EPROTO', 'misconfigured', 'tls'],
    ['CERT_HAS_EXPIRED', 'misconfigured', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'misconfigured', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'misconfigured', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'misconfigured', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'misconfigured', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'misconfigured', 'tls'],
    ['ECONNRESET', 'unknown', 'reset'],
    ['EPIPE', 'unknown', 'reset'],
    ['UND_ERR_SOCKET', 'unknown', 'reset'],
    ['UND_ERR_HEADERS_TIMEOUT', 'unknown', 'timeout'],
    ['ETIMEDOUT', 'unknown', 'timeout'],
    ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'unknown', 'answer-too-large'],
    ['UND_ERR_DESTROYED', 'unknown', 'stopped'],
    ['HPE_INVALID_CONSTANT', 'unknown', 'broken-answer'],
  ])('%s is %s', (code, kind, reason) => {
    expect(readExchangeFailure(Object.assign(new Error('failed'), { code }))).toEqual({ kind, reason });
  });

  it.each([
    ['ECONNRESET', 'transient', 'connect-broken'],
    ['ETIMEDOUT', 'transient', 'connect-broken'],
    ['ECONNREFUSED', 'transient', 'connect-refused'],
    ['CERT_HAS_EXPIRED', 'misconfigured', 'tls'],
  ])('%s before the connection stood is %s', (code, kind, reason) => {
    expect(readExchangeFailure(Object.assign(new Error('failed'), { code }), true)).toEqual({ kind, reason });
  });

  it('takes the limit of the whole exchange for an unknown outcome', async () => {
    const signal = AbortSignal.timeout(0);
    const reason = await new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));
    expect(readExchangeFailure(reason)).toEqual({ kind: 'unknown', reason: 'timeout' });
  });

  it('passes a bug on', () => {
    const bug = new TypeError('undefined is not iterable');
    expect(() => readExchangeFailure(bug)).toThrow(bug);
  });
});
