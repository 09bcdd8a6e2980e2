import type { Database } from 'better-sqlite3';
import type { LeasedNotice, NoticeSettlement } from '../../types/delivery.ts';
import type { Store } from '../../types/store.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';

/** How a delivery ended, as its facility is to be told. */
export interface NewNotice {
  /** Sequences. */
  readonly delivery: number;
  readonly record: number;
  readonly state: LeasedNotice['state'];
  readonly reason: string | null;
  readonly receipt: string | null;
  readonly at: EpochMs;
}

/**
 * Word that facilities are owed. Everything is inside a transaction. One notice of a facility at a time, in the order of
 * the ends: the one whose turn it is, is marked.
 */
export interface Notices {
  add(notice: NewNotice): void;
  lease(request: Parameters<Store['leaseNotices']>[0]): LeasedNotice[];
  /** False when the lease was lost: then nothing is changed. */
  settle(settlement: NoticeSettlement): boolean;
}

type DueNotice = Omit<LeasedNotice, 'attempt' | 'fence'> & { readonly sequence: number };

/** The notices of an open database. */
export function createNotices(db: Database, newId: () => string): Notices {
  const { add, due, take, retry, remove, takeTurn } = prepareStatements(db);
  return {
    add: (notice) => void add.run({ ...notice, id: newId() }),
    lease: ({ owner, now, leaseMs, limit }) =>
      due.all(now, limit).map(({ sequence, ...notice }) => {
        const attempt = take.get(owner, now + leaseMs, sequence) as number;
        return { ...notice, attempt, fence: attempt };
      }),
    settle({ noticeId, fence, state, dueAt }) {
      if (state === 'retry') {
        if (dueAt === undefined) throw new TypeError('a notice to be told again needs dueAt');
        return retry.run(dueAt, noticeId, fence).changes === 1;
      }
      const facility = remove.get(noticeId, fence);
      if (facility !== undefined) takeTurn.run(facility);
      return facility !== undefined;
    },
  };
}

/** Takes back what the gateway that is dead had under way. */
export const END_NOTICE_LEASES = 'UPDATE notice SET due_at = at WHERE turn = 1 AND owner IS NOT NULL';

function prepareStatements(db: Database) {
  return {
    add: db.prepare<NewNotice & { id: string }>(
      `INSERT INTO notice (id, delivery, facility, state, reason, receipt, at, turn, owner, due_at, attempts)
       SELECT :id, :delivery, record.facility, :state, :reason, :receipt, :at,
         NOT EXISTS (SELECT 1 FROM notice AS earlier WHERE earlier.facility = record.facility), NULL, :at, 0
       FROM record WHERE record.sequence = :record`,
    ),
    due: db.prepare<[EpochMs, number], DueNotice>(
      `SELECT notice.sequence, notice.id, notice.facility, delivery.destination, record.record_key AS recordKey,
         submission.id AS submissionId, notice.state, notice.reason, notice.receipt, notice.at
       FROM notice
         JOIN delivery ON delivery.sequence = notice.delivery
         JOIN record ON record.sequence = delivery.record
         JOIN submission ON submission.sequence = record.submission
       WHERE notice.turn = 1 AND notice.due_at <= ?
       ORDER BY notice.due_at, notice.sequence LIMIT ?`,
    ),
    take: db
      .prepare<[string, EpochMs, number], number>(
        'UPDATE notice SET owner = ?, due_at = ?, attempts = attempts + 1 WHERE sequence = ? RETURNING attempts',
      )
      .pluck(),
    retry: db.prepare<[EpochMs, string, number]>(
      'UPDATE notice SET owner = NULL, due_at = ? WHERE id = ? AND owner IS NOT NULL AND attempts = ?',
    ),
    remove: db
      .prepare<[string, number], FacilityCode>(
        'DELETE FROM notice WHERE id = ? AND owner IS NOT NULL AND attempts = ? RETURNING facility',
      )
      .pluck(),
    takeTurn: db.prepare<[FacilityCode]>(
      'UPDATE notice SET turn = 1 WHERE sequence = (SELECT MIN(sequence) FROM notice WHERE facility = ?)',
    ),
  };
}
