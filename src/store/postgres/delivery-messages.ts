import { hash } from 'node:crypto';
import type { AttemptRow, Message } from '../../types/delivery.ts';
import type { QueuePort } from '../../types/queue.ts';
import type { EpochMs } from '../../types/submission.ts';
import { readFaults } from '../delivery-outcome.ts';
import { compress, decompress } from '../record-content.ts';
import { createBatches } from './batches.ts';
import { bulk } from './bulk.ts';
import type { Database } from './database.ts';
import { statement } from './statement.ts';

interface AttemptOfDelivery extends Omit<AttemptRow, 'faults' | 'message'> {
  readonly faults: string | null;
  readonly key: string | null;
  readonly sha256: string | null;
}

/** A message that an attempt is about to send. */
interface NewMessage {
  readonly delivery: string;
  readonly fence: number;
  readonly key: string;
  readonly content_type: string;
  readonly sha256: string;
  /** Compressed. */
  readonly bytes: Buffer;
  readonly at: EpochMs;
}

/**
 * Keeps messages of attempts that still have their lease, each bytes once for a delivery, and notes that they may be in
 * effect from now on. What an earlier attempt left unsettled stays so, when this attempt sends the same again.
 */
const KEEP = bulk<NewMessage, { place: number }>(
  {
    delivery: 'text',
    fence: 'integer',
    key: 'text',
    content_type: 'text',
    sha256: 'text',
    bytes: 'frame',
    at: 'bigint',
  },
  `WITH leased AS MATERIALIZED (
     SELECT given.*, delivery.sequence, delivery.unsettled
     FROM given JOIN delivery ON delivery.id = given.delivery
     WHERE delivery.state = 'sending' AND delivery.attempts = given.fence AND delivery.due_at > given.at
     ORDER BY delivery.sequence FOR UPDATE OF delivery
   ), placed AS MATERIALIZED (
     SELECT leased.place, leased.sequence, leased.fence, leased.unsettled, COALESCE((
         SELECT min(message.attempt) FROM message
         WHERE message.delivery = leased.sequence AND message.sha256 = leased.sha256 AND message.key = leased.key
           AND message.content_type = leased.content_type AND message.bytes IS NOT NULL AND leased.fence > 1
       ), leased.fence) AS kept
     FROM leased
   ), written AS (
     INSERT INTO message (delivery, attempt, key, content_type, sha256, bytes, kept_at)
     SELECT leased.sequence, leased.fence, leased.key, leased.content_type, leased.sha256, leased.bytes, leased.at
     FROM leased JOIN placed ON placed.place = leased.place AND placed.kept = leased.fence
     ON CONFLICT (delivery, attempt) DO UPDATE SET key = excluded.key, content_type = excluded.content_type,
       sha256 = excluded.sha256, bytes = excluded.bytes, kept_at = excluded.kept_at
   ), told AS (
     UPDATE delivery SET unsettled = CASE
         WHEN (SELECT message FROM attempt WHERE attempt.delivery = placed.sequence AND attempt.number = placed.unsettled)
           = placed.kept THEN placed.unsettled
         ELSE placed.fence END
     FROM placed WHERE delivery.sequence = placed.sequence
   ), noted AS (
     UPDATE attempt SET message = placed.kept FROM placed
     WHERE attempt.delivery = placed.sequence AND attempt.number = placed.fence
   )
   SELECT place FROM placed`,
);

const ATTEMPTS = statement<{ id: string }, AttemptOfDelivery>(
  `SELECT attempt.number, attempt.owner, attempt.leased_at AS "leasedAt", attempt.started_at AS "startedAt",
     attempt.ended_at AS "endedAt", attempt.outcome, attempt.http_status AS "httpStatus", attempt.reason, attempt.faults,
     message.key, message.sha256
   FROM delivery
     JOIN attempt ON attempt.delivery = delivery.sequence
     LEFT JOIN message ON message.delivery = attempt.delivery AND message.attempt = attempt.message
       AND message.bytes IS NOT NULL
   WHERE delivery.id = :id ORDER BY attempt.number`,
);

const SENT = statement<{ id: string; attempt: number }, Message>(
  `SELECT message.key, message.content_type AS "contentType", message.bytes
   FROM delivery
     JOIN attempt ON attempt.delivery = delivery.sequence AND attempt.number = :attempt
     JOIN message ON message.delivery = attempt.delivery AND message.attempt = attempt.message
   WHERE delivery.id = :id AND message.bytes IS NOT NULL`,
);

/** Messages that share a commit, at most, and their bytes. */
const MAX_MESSAGES = 64;
const MAX_BYTES = 2 * 1024 * 1024;

type Messages = Pick<QueuePort, 'keepMessage' | 'attempts' | 'sentMessage'> & { readonly close: () => Promise<void> };

/** Exactly what attempts sent. */
export function createDeliveryMessages(database: Database, clock: () => EpochMs): Messages {
  const kept = createBatches<Omit<NewMessage, 'at'>, boolean>({
    max: MAX_MESSAGES,
    maxSize: MAX_BYTES,
    sizeOf: ({ bytes }) => bytes.length,
    async run(messages) {
      const at = clock();
      const rows = await database.inTransaction((transaction) =>
        KEEP.rows(
          transaction,
          messages.map((message) => ({ ...message, at })),
        ),
      );
      const places = new Set(rows.map(({ place }) => place - 1));
      return messages.map((_, index) => places.has(index));
    },
  });
  return {
    keepMessage: (delivery, fence, { key, contentType, bytes }) =>
      kept.add({
        delivery,
        fence,
        key,
        content_type: contentType,
        sha256: hash('sha256', bytes, 'hex'),
        bytes: compress(bytes),
      }),
    async attempts(id) {
      const rows = await database.rows(ATTEMPTS, { id });
      return rows.map(({ faults, key, sha256, ...attempt }) => ({
        ...attempt,
        faults: readFaults(faults),
        message: key === null || sha256 === null ? null : { key, sha256 },
      }));
    },
    async sentMessage(id, attempt) {
      const [message] = await database.rows(SENT, { id, attempt });
      return message === undefined ? undefined : { ...message, bytes: decompress(message.bytes) };
    },
    close: () => kept.close(),
  };
}
