import { createHash, createVerify } from 'node:crypto';
import { objectOf, parsePlain } from '../plain-json.ts';

/** A message as it came, when it has the hub's form. */
export interface CheckedEnvelope {
  readonly msgId: string;
  readonly senderId: string;
  /** The file inside. */
  readonly content: Buffer;
  /** What the file is written in, by data_type. */
  readonly syntax: 'xml' | 'json';
  /** '' when it is not signed. */
  readonly signature: string;
  /** True when the signature is that of the key's owner. */
  isSignedBy(publicKey: string): boolean;
}

/** How the hub wants messages. */
export interface EnvelopeRules {
  readonly hashCase: 'upper' | 'lower';
  readonly dataShape: 'string' | 'object';
  /** Null: any. */
  readonly receiverId: string | null;
}

const HEADER: Readonly<Record<string, RegExp>> = {
  version: /^\d{1,2}(?:\.\d{1,3}){1,3}$/,
  sender_id: /^\d{13}$/,
  receiver_id: /^[A-Za-z0-9_-]{1,50}$/,
  txn_type: /^sync_checkup$/,
  msg_id: /^\d{19}[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/,
  msg_type: /^101$/,
  data_type: /^(?:xml|json)\/base64$/,
  send_datetime: /^\d{13}$/,
};

/** Checks the form of a message; the name of what is wrong with it otherwise. */
export function checkEnvelope(bytes: Buffer, rules: EnvelopeRules): CheckedEnvelope | string {
  const { header, data, signature } = objectOf(parsePlain(bytes));
  const told = objectOf(header);
  const wrong = Object.entries(HEADER).find(([name, form]) => !form.test(String(told[name])));
  if (wrong !== undefined) return `header.${wrong[0]}`;
  if (typeof told['send_datetime'] !== 'number') return 'header.send_datetime';
  const [msgId, senderId] = [String(told['msg_id']), String(told['sender_id'])];
  if (!msgId.startsWith(senderId)) return 'header.msg_id';
  // A message that answers none may leave it out or empty.
  if (!['', 'undefined', 'null'].includes(String(told['ref_msg_id']))) return 'header.ref_msg_id';
  if (rules.receiverId !== null && told['receiver_id'] !== rules.receiverId) return 'header.receiver_id';
  const base64 = rules.dataShape === 'string' ? data : objectOf(data)['file_content'];
  if (typeof base64 !== 'string' || base64 === '' || !isBase64(base64)) return 'data';
  if (typeof signature !== 'string' || !isBase64(signature)) return 'signature';
  const signedData = typeof data === 'string' ? data : JSON.stringify(data);
  return {
    msgId,
    senderId,
    content: Buffer.from(base64, 'base64'),
    syntax: told['data_type'] === 'xml/base64' ? 'xml' : 'json',
    signature,
    isSignedBy(publicKey) {
      const digests = [JSON.stringify(header), signedData].map((text) =>
        createHash('sha256').update(text).digest('hex'),
      );
      const text = digests.map((digest) => (rules.hashCase === 'upper' ? digest.toUpperCase() : digest)).join('.');
      return createVerify('RSA-SHA256').update(text).verify(publicKey, signature, 'base64');
    },
  };
}

/** Strict: the one way to write these bytes. */
function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}
