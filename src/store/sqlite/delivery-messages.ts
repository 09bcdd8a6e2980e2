import { hash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { AttemptRow, Message } from '../../types/delivery.ts';
import type { EpochMs } from '../../types/submission.ts';
import { readFaults } from '../delivery-outcome.ts';
import { compress, decompress } from '../record-content.ts';

/** A message that is about to be sent, with all that needs computing. */
export interface PackedMessage {
  readonly key: string;
  readonly contentType: string;
  /** Of the bytes, hex. */
  readonly sha256: string;
  /** Compressed. */
  readonly bytes: Buffer;
}

/** Exactly what attempts sent. */
export interface DeliveryMessages {
  /**
   * Inside a transaction: keeps what an attempt is about to send, once for each delivery, and notes that it may be in effect
   * from now on. False when the lease was lost or its time is over: another worker may have it, or take it now.
   */
  keep(deliveryId: string, fence: number, message: PackedMessage, at: EpochMs): boolean;
  /** In order. */
  attempts(deliveryId: string): AttemptRow[];
  sent(deliveryId: string, attempt: number): Message | undefined;
  /** The same by the sequence of the delivery. */
  ofAttempt(delivery: number, attempt: number): Message | undefined;
}

interface AttemptOfDelivery extends Omit<AttemptRow, 'faults' | 'message'> {
  readonly faults: string | null;
  readonly key: string | null;
  readonly sha256: string | null;
}
type KeptMessage = Omit<Message, 'bytes'> & { readonly bytes: Buffer };
type NewMessage = PackedMessage & { readonly delivery: number; readonly fence: number; readonly at: EpochMs };

/** Hashes and compresses a message. */
export function packMessage({ key, contentType, bytes }: Message): PackedMessage {
  return { key, contentType, sha256: hash('sha256', bytes, 'hex'), bytes: compress(bytes) };
}

/** The messages of an open database. */
export function createDeliveryMessages(db: Database): DeliveryMessages {
  const { leased, same, insert, mayBeInEffect, note, attempts, sent, ofAttempt } = prepareStatements(db);
  return {
    keep(deliveryId, fence, message, at) {
      const delivery = leased.get(deliveryId, fence, at);
      if (delivery === undefined) return false;
      const known = fence === 1 ? undefined : same.get({ ...message, delivery });
      if (known === undefined) insert.run({ ...message, delivery, fence, at });
      mayBeInEffect.run({ delivery, fence, row: known ?? fence });
      note.run(known ?? fence, delivery, fence);
      return true;
    },
    attempts: (deliveryId) =>
      attempts.all(deliveryId).map(({ faults, key, sha256, ...attempt }) => ({
        ...attempt,
        faults: readFaults(faults),
        message: key === null || sha256 === null ? null : { key, sha256 },
      })),
    sent: (deliveryId, attempt) => open(sent.get(deliveryId, attempt)),
    ofAttempt: (delivery, attempt) => open(ofAttempt.get(delivery, attempt)),
  };
}

function open(message: KeptMessage | undefined): Message | undefined {
  return message === undefined ? undefined : { ...message, bytes: decompress(message.bytes) };
}

const MESSAGE = `
  SELECT message.key, message.content_type AS contentType, message.bytes
  FROM attempt JOIN message ON message.delivery = attempt.delivery AND message.attempt = attempt.message`;

function prepareStatements(db: Database) {
  return {
    leased: db
      .prepare<[string, number, EpochMs], number>(
        `SELECT sequence FROM delivery WHERE id = ? AND state = 'sending' AND attempts = ? AND due_at > ?`,
      )
      .pluck(),
    same: db
      .prepare<PackedMessage & { delivery: number }, number>(
        `SELECT attempt FROM message
         WHERE delivery = :delivery AND sha256 = :sha256 AND key = :key AND content_type = :contentType AND bytes IS NOT NULL`,
      )
      .pluck(),
    insert: db.prepare<NewMessage>(
      `INSERT INTO message (delivery, attempt, key, content_type, sha256, bytes, kept_at)
       VALUES (:delivery, :fence, :key, :contentType, :sha256, :bytes, :at)
       ON CONFLICT (delivery, attempt) DO UPDATE SET key = excluded.key, content_type = excluded.content_type,
         sha256 = excluded.sha256, bytes = excluded.bytes, kept_at = excluded.kept_at`,
    ),
    // What an earlier attempt left unsettled stays so, when this attempt sends the same again.
    mayBeInEffect: db.prepare<{ delivery: number; fence: number; row: number }>(
      `UPDATE delivery SET unsettled = CASE
         WHEN (SELECT message FROM attempt WHERE delivery = :delivery AND number = unsettled) = :row THEN unsettled
         ELSE :fence END
       WHERE sequence = :delivery`,
    ),
    note: db.prepare<[number, number, number]>('UPDATE attempt SET message = ? WHERE delivery = ? AND number = ?'),
    attempts: db.prepare<[string], AttemptOfDelivery>(
      `SELECT attempt.number, attempt.owner, attempt.leased_at AS leasedAt, attempt.started_at AS startedAt,
         attempt.ended_at AS endedAt, attempt.outcome, attempt.http_status AS httpStatus, attempt.reason, attempt.faults,
         message.key, message.sha256
       FROM delivery
         JOIN attempt ON attempt.delivery = delivery.sequence
         LEFT JOIN message ON message.delivery = attempt.delivery AND message.attempt = attempt.message
           AND message.bytes IS NOT NULL
       WHERE delivery.id = ? ORDER BY attempt.number`,
    ),
    sent: db.prepare<[string, number], KeptMessage>(
      `${MESSAGE} JOIN delivery ON delivery.sequence = attempt.delivery
       WHERE delivery.id = ? AND attempt.number = ? AND message.bytes IS NOT NULL`,
    ),
    ofAttempt: db.prepare<[number, number], KeptMessage>(
      `${MESSAGE} WHERE attempt.delivery = ? AND attempt.number = ? AND message.bytes IS NOT NULL`,
    ),
  };
}
