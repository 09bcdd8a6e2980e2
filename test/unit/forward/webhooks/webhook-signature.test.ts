import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readWebhookSecrets, signWebhook } from '../../../../src/forward/webhooks/webhook-signature.ts';
import { isSignedBy } from '../../../support/webhook-receiver.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const secretsOf = (text: string) => readWebhookSecrets(text) ?? [];

describe('signWebhook', () => {
  it('signs the published example as it is published', () => {
    const stamp = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330 };
    expect(signWebhook(stamp, Buffer.from('{"test": 2432232314}'), secretsOf(SECRET))).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is verified by its secret alone, and by nothing once a byte is another', () => {
    const secrets = fc.uint8Array({ minLength: 24, maxLength: 64 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(secrets, secrets, fc.uuid(), fc.nat(), fc.json(), (secret, other, id, timestamp, body) => {
        const headers = signWebhook({ id, timestamp }, Buffer.from(body), [secret]);
        const call = { id, headers, path: '/', body };
        const text = `whsec_${secret.toString('base64')}`;
        expect(isSignedBy(text, call)).toBe(true);
        expect(isSignedBy(text, { ...call, body: `${body} ` })).toBe(false);
        expect(isSignedBy(text, { ...call, headers: { ...headers, 'webhook-id': `${id}0` } })).toBe(false);
        expect(isSignedBy(`whsec_${other.toString('base64')}`, call)).toBe(secret.equals(other));
      }),
    );
  });

  it('signs by the new and the old secret while one is being changed', () => {
    const old = 'a plain text of 24 signs';
    const headers = signWebhook({ id: 'n1', timestamp: 1 }, Buffer.from('{}'), secretsOf(`${SECRET}\n\n${old}\n`));
    expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
    for (const secret of [SECRET, old])
      expect(isSignedBy(secret, { id: 'n1', headers, path: '/', body: '{}' })).toBe(true);
  });
});

describe('readWebhookSecrets', () => {
  it.each([
    ['nothing', ''],
    ['blank lines', '\n \n'],
    ['a short secret', 'short'],
    ['23 bytes', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['65 bytes', `whsec_${Buffer.alloc(65).toString('base64')}`],
    ['what is no base64', `whsec_${'*'.repeat(32)}`],
    ['a good one and a bad one', `${SECRET}\nshort`],
  ])('takes no %s', (_what, text) => {
    expect(readWebhookSecrets(text)).toBeUndefined();
  });
});
