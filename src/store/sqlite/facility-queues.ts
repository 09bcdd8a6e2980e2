import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { QueuePort } from '../../types/queue.ts';
import type { EpochMs } from '../../types/submission.ts';
import { joinQueueCounts, type QueueCount } from '../facility-queues.ts';

/** A line begins with its facility: nothing has to be looked up in `record`. */
const FACILITY = "substr(delivery.line, 1, instr(delivery.line, '/') - 1)";
const counted = (what: string, source: string) =>
  `SELECT ${FACILITY} AS facility, '${what}' AS what, count(*) AS count FROM delivery ${source} GROUP BY 1`;
const WITH_NEWEST = 'JOIN record ON record.sequence = delivery.record AND record.superseded_at IS NULL';

/** Open deliveries by facility, one index after the other, with turns of the event loop in between: a backlog may be long. */
export function createFacilityQueues(db: Database): QueuePort['facilityQueues'] {
  const statements = [
    counted('queued', "INDEXED BY delivery_line WHERE state IN ('queued', 'sending', 'unknown')"),
    counted('parked', "INDEXED BY delivery_open WHERE state <> 'delivered' AND state = 'parked'"),
    counted(
      'refused',
      `INDEXED BY delivery_open ${WITH_NEWEST} WHERE delivery.state <> 'delivered' AND delivery.state = 'refused'`,
    ),
    counted(
      'late',
      `INDEXED BY delivery_open LEFT ${WITH_NEWEST}
       WHERE delivery.state <> 'delivered' AND delivery.deadline < :now
         AND (delivery.state <> 'refused' OR record.sequence IS NOT NULL)`,
    ),
  ].map((sql) => db.prepare<{ now: EpochMs }, QueueCount>(sql));
  return async (now) => {
    const counts: QueueCount[] = [];
    for (const [place, statement] of statements.entries()) {
      if (place > 0) await nextTurn();
      counts.push(...statement.all({ now }));
    }
    return joinQueueCounts(counts);
  };
}
