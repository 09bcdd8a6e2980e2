import { createPrivateKey, hash, type KeyObject } from 'node:crypto';
import type { LeasedDelivery, Message } from '../../types/delivery.ts';
import type { HubDestinationConfig, WarehouseDestinationConfig } from '../../types/destination-config.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { Failure, Unsendable } from '../destination.ts';
import { accountOf } from './account-sessions.ts';
import type { DestinationDeps } from './create-destination.ts';
import { messageId, writeEnvelope } from './hub-envelope.ts';
import { readSecret } from './secret-file.ts';

type HubConfig = Pick<
  WarehouseDestinationConfig | HubDestinationConfig,
  'hub' | 'username' | 'passwordFile' | 'accounts'
>;

/** Makes messages of health checks in the envelope of the ministry's hub. */
export interface HubMessages {
  /** A new message with a `msg_id` of its own, signed. Refuses what was no health check of a national form. */
  compose(delivery: LeasedDelivery): Promise<Message | Unsendable>;
  /**
   * The receiver does not take the signature of a message. As long as the facility's file holds the very key that signed it,
   * nothing more is signed for a quarter of an hour: `compose` gives the same failure. Another key is used at once.
   */
  refuseKey(facility: FacilityCode, message: Message, failure: Failure & { readonly kind: 'misconfigured' }): void;
}

const GLN = /^\d{13}$/;
/** The receiver may register a key meanwhile, so it is tried again; an error of a signature is nothing to repeat blindly. */
export const REFUSED_KEY_WAIT_MS = 900_000;

interface ReadKey {
  readonly key: KeyObject;
  /** SHA-256 of the PEM. */
  readonly digest: string;
}

interface RefusedKey {
  readonly digest: string;
  readonly until: EpochMs;
  readonly failure: Failure & { readonly kind: 'misconfigured' };
}

/** Keys are read from their files when first needed. */
export function createHubMessages(config: HubConfig, { clock, newUuid, rebuildForm }: DestinationDeps): HubMessages {
  const { hub } = config;
  const keys = new Map<string, ReadKey>();
  const refused = new Map<string, RefusedKey>();
  /** Digest of the key of messages that were made in this process. */
  const signedWith = new WeakMap<Message, string>();
  const keyFileOf = (facility: FacilityCode) => accountOf(config, facility).privateKeyFile ?? hub.privateKeyFile;

  async function readKey(file: string): Promise<ReadKey | undefined> {
    const known = keys.get(file);
    if (known !== undefined) return known;
    const read = parseKey(await readSecret(file));
    if (read !== undefined) keys.set(file, read);
    return read;
  }

  /** The key that signs for a facility, null where nothing is signed; or why there is none. */
  async function keyOf(facility: FacilityCode): Promise<ReadKey | null | Unsendable> {
    const file = keyFileOf(facility);
    if (file === null) return null;
    const read = await readKey(file);
    if (read === undefined) return { kind: 'misconfigured', reason: 'key-unreadable' };
    const last = refused.get(file);
    const leftMs = last?.digest === read.digest ? last.until - clock() : 0;
    if (last === undefined || leftMs <= 0) return read;
    keys.delete(file);
    return { ...last.failure, retryAfterMs: leftMs };
  }

  return {
    async compose(delivery) {
      const { facility } = delivery;
      const senderId = hub.senderIds[facility] ?? facility;
      if (!GLN.test(senderId)) return { kind: 'misconfigured', reason: 'sender-id-missing' };
      const form = rebuildForm(delivery);
      if (form === undefined) return { kind: 'refused', reason: 'no-national-form' };
      const key = await keyOf(facility);
      if (key !== null && 'reason' in key) return key;
      const at = clock();
      const msgId = messageId(senderId, at, newUuid());
      const bytes = writeEnvelope({
        header: {
          version: hub.version,
          sender_id: senderId,
          receiver_id: hub.receiverId,
          txn_type: 'sync_checkup',
          msg_id: msgId,
          msg_type: '101',
          ...(hub.refMsgId === 'empty' ? { ref_msg_id: '' as const } : {}),
          data_type: form.record.envelope.syntax === 'json' ? 'json/base64' : 'xml/base64',
          send_datetime: at,
        },
        content: form.bytes,
        dataShape: hub.dataShape,
        hashCase: hub.hashCase,
        key: key?.key ?? null,
      });
      const message = { key: msgId, contentType: 'application/json', bytes };
      if (key !== null) signedWith.set(message, key.digest);
      return message;
    },
    refuseKey(facility, message, failure) {
      const file = keyFileOf(facility);
      const digest = signedWith.get(message);
      if (file === null) return;
      keys.delete(file);
      if (digest !== undefined) refused.set(file, { digest, until: clock() + REFUSED_KEY_WAIT_MS, failure });
    },
  };
}

/** Undefined for what is no RSA private key. */
function parseKey(pem: string | undefined): ReadKey | undefined {
  if (pem === undefined) return undefined;
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'rsa' ? { key, digest: hash('sha256', pem) } : undefined;
  } catch {
    return undefined;
  }
}
