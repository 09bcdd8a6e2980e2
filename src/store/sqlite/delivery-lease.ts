import type { Database } from 'better-sqlite3';
import type { Store } from '../../types/store.ts';
import type { EpochMs, FacilityCode, RecordKind } from '../../types/submission.ts';
import { UNFINISHED } from '../delivery-outcome.ts';
import type { DeliveryLines } from './delivery-lines.ts';
import { END_NOTICE_LEASES } from './notices.ts';

export type LeaseRequest = Parameters<Store['lease']>[0];

/** A delivery whose turn it is and that is due. */
export interface DueDelivery {
  readonly sequence: number;
  readonly id: string;
  readonly destination: string;
  readonly line: string;
  readonly queuedAt: EpochMs;
  readonly deadline: EpochMs | null;
  /** Number of the attempt whose message may be in effect there. */
  readonly unsettled: number | null;
  /** Sequence of the record version. */
  readonly record: number;
  readonly recordId: string;
  readonly facility: FacilityCode;
  readonly kind: RecordKind;
  readonly recordKey: string;
  readonly version: number;
  readonly receivedAt: EpochMs;
  readonly patient: string | null;
}

/** A delivery taken by a worker; the number of the attempt is its fence, since it grows with each lease. */
export type Lease = DueDelivery & { readonly attempt: number };

/**
 * Leasing. Versions of one record go to a destination in order even when a correction moved the record to another
 * patient and so to another line. A version older than one that the destination already has is not sent any more: it
 * counts as delivered, with the reason `superseded`.
 */
export type TakeLeases = (request: LeaseRequest) => Lease[];

interface OtherVersions {
  readonly isSuperseded: 0 | 1;
  readonly isEarly: 0 | 1;
}

/** A delivery that must wait for an older version in another line is looked at again after this. */
const WAIT_FOR_OLDER_MS = 1_000;

/** By the index of turns: what waits behind another delivery is not even read. */
export const DUE_DELIVERIES = `
  SELECT delivery.sequence, delivery.id, delivery.destination, delivery.line, delivery.queued_at AS queuedAt,
    delivery.deadline, delivery.unsettled, delivery.record, record.id AS recordId, record.facility, record.kind,
    record.record_key AS recordKey, record.version, record.received_at AS receivedAt, record.patient
  FROM delivery JOIN record ON record.sequence = delivery.record
  WHERE delivery.destination = ? AND delivery.turn = 1 AND delivery.due_at <= ?
  ORDER BY delivery.due_at, delivery.sequence LIMIT ?`;

/** Leasing in an open database; everything is inside a transaction. */
export function createTakeLeases(db: Database, lines: DeliveryLines): TakeLeases {
  const { isStopped, due, otherVersions, supersede, postpone, take, beginAttempt } = prepareStatements(db);

  function isPassedOver(delivery: DueDelivery, now: EpochMs): boolean {
    const { isSuperseded, isEarly } = otherVersions.get(delivery) as OtherVersions;
    if (isSuperseded === 1) supersede.run(delivery.sequence);
    else if (isEarly === 1) postpone.run(now + WAIT_FOR_OLDER_MS, delivery.sequence);
    else return false;
    lines.passTurn(delivery.destination, delivery.line);
    return true;
  }

  function takeOne(delivery: DueDelivery, { owner, now, leaseMs }: LeaseRequest): Lease {
    const attempt = take.get(now + leaseMs, delivery.sequence) as number;
    beginAttempt.run(delivery.sequence, attempt, owner, now);
    return { ...delivery, attempt };
  }

  return (request) => {
    const { destination, now, limit } = request;
    const leases: Lease[] = [];
    if (isStopped.get(destination) !== undefined) return leases;
    for (;;) {
      const candidates = due.all(destination, now, limit - leases.length);
      const sendable = candidates.filter((delivery) => !isPassedOver(delivery, now));
      leases.push(...sendable.map((delivery) => takeOne(delivery, request)));
      if (sendable.length === candidates.length) return leases;
    }
  };
}

/**
 * Ends every lease at once. Only for the process that holds the gateway's lock: whoever leased is dead then, and what it
 * had under way is leased again now, not after the lease would have run out.
 */
export function endLeasesOfDeadGateway(db: Database): void {
  db.prepare(`UPDATE delivery SET due_at = queued_at WHERE state <> 'delivered' AND state = 'sending'`).run();
  db.prepare(END_NOTICE_LEASES).run();
}

function prepareStatements(db: Database) {
  return {
    isStopped: db.prepare<[string], { stopped: 1 }>('SELECT 1 AS stopped FROM destination_stop WHERE destination = ?'),
    due: db.prepare<[string, EpochMs, number], DueDelivery>(DUE_DELIVERIES),
    otherVersions: db.prepare<DueDelivery, OtherVersions>(
      `SELECT MAX(other.version > :version AND delivery.state = 'delivered') AS isSuperseded,
         MAX(other.version < :version AND delivery.${UNFINISHED}) AS isEarly
       FROM record AS other JOIN delivery ON delivery.record = other.sequence AND delivery.destination = :destination
       WHERE other.facility = :facility AND other.record_key = :recordKey AND other.repetition = 0`,
    ),
    supersede: db.prepare<[number]>(
      `UPDATE delivery SET state = 'delivered', turn = 0, reason = 'superseded' WHERE sequence = ?`,
    ),
    // Back to queued also when its lease ran out: an older version released meanwhile may stand before it in its line.
    postpone: db.prepare<[EpochMs, number]>(`UPDATE delivery SET state = 'queued', due_at = ? WHERE sequence = ?`),
    take: db
      .prepare<[EpochMs, number], number>(
        `UPDATE delivery SET state = 'sending', attempts = attempts + 1, due_at = ? WHERE sequence = ?
         RETURNING attempts`,
      )
      .pluck(),
    beginAttempt: db.prepare<[number, number, string, EpochMs]>(
      'INSERT INTO attempt (delivery, number, owner, leased_at) VALUES (?, ?, ?, ?)',
    ),
  };
}
