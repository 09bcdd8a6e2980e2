import { hash, type KeyObject, sign } from 'node:crypto';
import { toLocalDay } from '../../fhir/local-time.ts';
import type { HubEnvelopeConfig } from '../../types/destination-config.ts';
import type { EpochMs } from '../../types/submission.ts';

/** Header of a message, in the order in which it is written and hashed. */
export interface HubHeader {
  readonly version: string;
  /** 13 digits (GLN form). */
  readonly sender_id: string;
  readonly receiver_id: string;
  readonly txn_type: 'sync_checkup';
  /** `messageId`. */
  readonly msg_id: string;
  readonly msg_type: '101';
  /** A message that answers none names none: absent or empty, as the hub wants it. */
  readonly ref_msg_id?: '';
  readonly data_type: 'xml/base64' | 'json/base64';
  readonly send_datetime: EpochMs;
}

export interface EnvelopeParts extends Pick<HubEnvelopeConfig, 'dataShape' | 'hashCase'> {
  readonly header: HubHeader;
  /** The file itself. */
  readonly content: Buffer;
  /** RSA private key; null leaves the signature empty. */
  readonly key: KeyObject | null;
}

/**
 * A message of the ministry's hub: `{header, data, signature}` as minified JSON in UTF-8. The signature is RSA-SHA256 (PKCS #1
 * v1.5), in base64, of `A.B`: A the SHA-256 of the minified header, B that of the data (the base64 text itself, or its minified
 * object), both in hex.
 * @source QĐ 1551/QĐ-BYT as amended by QĐ 2062/QĐ-BYT, annex 02, as independent senders implement it
 */
export function writeEnvelope({ header, content, dataShape, hashCase, key }: EnvelopeParts): Buffer {
  const base64 = content.toString('base64');
  const data = dataShape === 'string' ? base64 : { file_content: base64 };
  const signed = signedText(JSON.stringify(header), typeof data === 'string' ? data : JSON.stringify(data), hashCase);
  const signature = key === null ? '' : sign('sha256', Buffer.from(signed), key).toString('base64');
  return Buffer.from(JSON.stringify({ header, data, signature }));
}

/** What is signed of a message. */
function signedText(header: string, data: string, hashCase: HubEnvelopeConfig['hashCase']): string {
  const digests = `${hash('sha256', header)}.${hash('sha256', data)}`;
  return hashCase === 'upper' ? digests.toUpperCase() : digests;
}

/** `sender_id`, the local day as YYMMDD, and a UUIDv4 without its hyphens: 51 characters. */
export function messageId(senderId: string, at: EpochMs, uuid: string): string {
  return `${senderId}${toLocalDay(at).slice(2).replaceAll('-', '')}${uuid.replaceAll('-', '')}`;
}

const SENDER_ID_LENGTH = 13;

/** The `sender_id` that a `msg_id` begins with. */
export function senderOf(msgId: string): string {
  return msgId.slice(0, SENDER_ID_LENGTH);
}
