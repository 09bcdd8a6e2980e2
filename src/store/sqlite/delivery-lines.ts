import type { Database } from 'better-sqlite3';
import type { NewDelivery } from '../become-current.ts';
import { UNFINISHED } from '../delivery-outcome.ts';

/**
 * Order of deliveries. A line is what one destination is owed about one patient; its deliveries go one by one, in the
 * order of their records' commit. The delivery whose turn it is, is marked, at most one in a line (a unique index):
 * so a worker finds what may be sent without looking at what waits behind it.
 */
export interface DeliveryLines {
  /** Inside a transaction: a new delivery, at the end of its line. */
  append(delivery: NewDelivery): void;
  /** Inside a transaction: gives the turn to the first unfinished delivery, unless one of the line is being sent. */
  passTurn(destination: string, line: string): void;
}

/** The lines of an open database. */
export function createDeliveryLines(db: Database): DeliveryLines {
  const append = db.prepare<NewDelivery>(
    `INSERT INTO delivery (id, record, destination, line, state, turn, due_at, attempts, queued_at, deadline)
     SELECT :id, :record, :destination, :line, 'queued',
       NOT EXISTS (SELECT 1 FROM delivery WHERE destination = :destination AND line = :line AND turn = 1),
       :queuedAt, 0, :queuedAt, :deadline`,
  );
  const yieldTurn = db.prepare<[string, string]>(
    `UPDATE delivery SET turn = 0 WHERE destination = ? AND line = ? AND turn = 1 AND state <> 'sending'`,
  );
  const takeTurn = db.prepare<{ destination: string; line: string }>(
    `UPDATE delivery SET turn = 1
     WHERE sequence = (
         SELECT MIN(sequence) FROM delivery WHERE destination = :destination AND line = :line AND ${UNFINISHED})
       AND NOT EXISTS (SELECT 1 FROM delivery WHERE destination = :destination AND line = :line AND turn = 1)`,
  );
  return {
    append: (delivery) => void append.run(delivery),
    passTurn(destination, line) {
      yieldTurn.run(destination, line);
      takeTurn.run({ destination, line });
    },
  };
}
