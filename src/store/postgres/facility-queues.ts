import type { QueuePort } from '../../types/queue.ts';
import type { EpochMs } from '../../types/submission.ts';
import { joinQueueCounts, type QueueCount } from '../facility-queues.ts';
import type { Database } from './database.ts';
import { statement } from './statement.ts';

// A line begins with its facility.
const QUEUES = statement<{ now: EpochMs }, QueueCount>(
  `WITH open AS MATERIALIZED (
     SELECT split_part(delivery.line, '/', 1) AS facility, delivery.deadline < :now::bigint AS late,
       CASE WHEN delivery.state IN ('parked', 'refused') THEN delivery.state ELSE 'queued' END AS what
     FROM delivery
     WHERE delivery.state <> 'delivered' AND delivery.record > 0
       AND (delivery.state <> 'refused'
         OR EXISTS (SELECT 1 FROM record WHERE record.sequence = delivery.record AND record.superseded_at IS NULL)))
   SELECT facility, what, count(*) AS count FROM open GROUP BY facility, what
   UNION ALL
   SELECT facility, 'late', count(*) FROM open WHERE late GROUP BY facility`,
);

/** Open deliveries by facility. */
export function createFacilityQueues(database: Database): QueuePort['facilityQueues'] {
  return async (now) => joinQueueCounts(await database.rows(QUEUES, { now }));
}
