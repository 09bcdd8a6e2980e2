import { constants, createPrivateKey, createPublicKey, publicDecrypt, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type EnvelopeParts,
  type HubHeader,
  messageId,
  senderOf,
  writeEnvelope,
} from '../../../../src/forward/destinations/hub-envelope.ts';
import { checkEnvelope } from '../../../../src/simulate/receivers/hub/envelope-check.ts';
import { NOW, rsaKeyPair, SENDER_ID } from '../../../support/secret-files.ts';

const pair = rsaKeyPair();
const key = createPrivateKey(pair.privateKey);
const UUID = '3f2b8c1e-9d4a-4e77-8a10-0123456789ab';

const header: HubHeader = {
  version: '1.0.6',
  sender_id: SENDER_ID,
  receiver_id: 'TDLBYT',
  txn_type: 'sync_checkup',
  msg_id: messageId(SENDER_ID, NOW, UUID),
  msg_type: '101',
  data_type: 'xml/base64',
  send_datetime: NOW,
};

const write = (changes: Partial<EnvelopeParts> = {}) =>
  writeEnvelope({ header, content: Buffer.from('<a/>'), dataShape: 'string', hashCase: 'upper', key, ...changes });

/** SHA-256 by the other interface of node:crypto, in hex. */
async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('hex');
}

describe('envelope of the hub', () => {
  it('has the members of the annex in their order, minified', () => {
    const text = write().toString('utf8');
    expect(text).toMatch(/^\{"header":\{"version":"1\.0\.6","sender_id":"0000000099001","receiver_id":"TDLBYT",/);
    expect(JSON.parse(text)).toEqual({
      header,
      data: 'PGEvPg==',
      signature: expect.stringMatching(/^[A-Za-z0-9+/]{342}==$/),
    });
    expect(Object.keys(JSON.parse(text).header)).toEqual([
      'version',
      'sender_id',
      'receiver_id',
      'txn_type',
      'msg_id',
      'msg_type',
      'data_type',
      'send_datetime',
    ]);
  });

  it.each([
    ['upper', 'string'],
    ['lower', 'string'],
    ['upper', 'object'],
    ['lower', 'object'],
  ] as const)(
    'signs hash(header).hash(data) in %s hex of data as a %s, RSA PKCS #1 v1.5',
    async (hashCase, dataShape) => {
      const text = write({ hashCase, dataShape }).toString('utf8');
      // The texts are cut out of the message as it is sent: no second serialisation stands between.
      const [, sentHeader = '', sentData = '', signature = ''] =
        /^\{"header":(\{[^}]*\}),"data":(.+),"signature":"([^"]+)"\}$/.exec(text) ?? [];
      const hashed = dataShape === 'string' ? sentData.slice(1, -1) : sentData;
      const digests = `${await sha256(sentHeader)}.${await sha256(hashed)}`;
      const signed = Buffer.from(hashCase === 'upper' ? digests.toUpperCase() : digests);
      const padded = { key: pair.publicKey, padding: constants.RSA_PKCS1_PADDING };
      expect(verify('sha256', signed, padded, Buffer.from(signature, 'base64'))).toBe(true);
      // What the signature holds, opened by hand: DigestInfo of SHA-256 and the digest (RFC 8017, 9.2).
      const opened = publicDecrypt(createPublicKey(pair.publicKey), Buffer.from(signature, 'base64')).toString('hex');
      expect(opened).toBe(`3031300d060960864801650304020105000420${await sha256(signed.toString())}`);
    },
  );

  it('leaves the signature empty without a key', () => {
    expect(JSON.parse(write({ key: null }).toString())).toMatchObject({ signature: '' });
  });

  it('names the message by sender, local day and a UUID without hyphens', () => {
    expect(messageId(SENDER_ID, Date.parse('2026-11-21T17:30:00Z'), UUID)).toBe(
      '00000000990012611223f2b8c1e9d4a4e778a100123456789ab',
    );
    expect(senderOf(header.msg_id)).toBe(SENDER_ID);
  });
});

describe('any envelope', () => {
  const parts = fc.record({
    header: fc.record({
      version: fc.constantFrom('1.0', '1.0.6', '12.1'),
      sender_id: fc.stringMatching(/^\d{13}$/),
      receiver_id: fc.constantFrom('TDLBYT', 'TTYQG', 'emrhub'),
      uuid: fc.uuid({ version: 4 }),
      at: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2099, 11, 31) }),
      data_type: fc.constantFrom('xml/base64', 'json/base64'),
    }),
    content: fc.uint8Array({ minLength: 1, maxLength: 400 }),
    dataShape: fc.constantFrom('string', 'object'),
    hashCase: fc.constantFrom('upper', 'lower'),
  });

  const written = parts.map(({ header: { uuid, at, ...told }, content, dataShape, hashCase }) => {
    const made: HubHeader = {
      version: told.version,
      sender_id: told.sender_id,
      receiver_id: told.receiver_id,
      txn_type: 'sync_checkup',
      msg_id: messageId(told.sender_id, at, uuid),
      msg_type: '101',
      data_type: told.data_type as HubHeader['data_type'],
      send_datetime: at,
    };
    const shape = { dataShape, hashCase } as Pick<EnvelopeParts, 'dataShape' | 'hashCase'>;
    const bytes = writeEnvelope({ header: made, content: Buffer.from(content), ...shape, key });
    return { bytes, content, made, rules: { ...shape, receiverId: told.receiver_id } };
  });

  it('comes back as it was and verifies', () => {
    fc.assert(
      fc.property(written, ({ bytes, content, made, rules }) => {
        const checked = checkEnvelope(bytes, rules);
        if (typeof checked === 'string') throw new Error(checked);
        expect(checked).toMatchObject({
          msgId: made.msg_id,
          senderId: made.sender_id,
          syntax: made.data_type.slice(0, -'/base64'.length),
        });
        expect([...checked.content]).toEqual([...content]);
        expect(checked.isSignedBy(pair.publicKey)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('with one bit flipped is no longer the message that was signed', () => {
    fc.assert(
      fc.property(written, fc.nat(), fc.nat({ max: 7 }), ({ bytes, rules }, at, bit) => {
        const flipped = Buffer.from(bytes);
        const index = at % flipped.length;
        flipped[index] = (flipped[index] ?? 0) ^ (1 << bit);
        const checked = checkEnvelope(flipped, rules);
        expect(typeof checked !== 'string' && checked.isSignedBy(pair.publicKey)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('is not another key’s, nor of other rules', () => {
    const stranger = rsaKeyPair();
    fc.assert(
      fc.property(written, ({ bytes, rules }) => {
        const other = checkEnvelope(bytes, { ...rules, hashCase: rules.hashCase === 'upper' ? 'lower' : 'upper' });
        const same = checkEnvelope(bytes, rules);
        expect(typeof other !== 'string' && other.isSignedBy(pair.publicKey)).toBe(false);
        expect(typeof same !== 'string' && same.isSignedBy(stranger.publicKey)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});
