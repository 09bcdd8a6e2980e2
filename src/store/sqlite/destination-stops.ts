import type { Database } from 'better-sqlite3';
import type { DestinationStop } from '../../types/delivery.ts';

/** Destinations that a person stopped. */
export interface DestinationStops {
  /** Inside a transaction: the newest word holds. */
  put(stop: DestinationStop): void;
  /** Inside a transaction: false when it was not stopped. */
  drop(destination: string): boolean;
  all(): DestinationStop[];
}

/** The stops of an open database; leasing looks at them itself. */
export function createDestinationStops(db: Database): DestinationStops {
  const put = db.prepare<DestinationStop>(
    `INSERT INTO destination_stop (destination, at, who, reason) VALUES (:destination, :at, :by, :reason)
     ON CONFLICT (destination) DO UPDATE SET at = excluded.at, who = excluded.who, reason = excluded.reason`,
  );
  const drop = db.prepare<[string]>('DELETE FROM destination_stop WHERE destination = ?');
  const all = db.prepare<[], DestinationStop>(
    'SELECT destination, at, who AS by, reason FROM destination_stop ORDER BY destination',
  );
  return {
    put: (stop) => void put.run(stop),
    drop: (destination) => drop.run(destination).changes === 1,
    all: () => all.all(),
  };
}
