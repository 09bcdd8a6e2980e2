import { UNFINISHED } from '../delivery-outcome.ts';
import type { Transaction } from './database.ts';
import { statement } from './statement.ts';

const LINES = 'SELECT DISTINCT destination, line FROM delivery WHERE id = ANY(:deliveries::text[])';
/**
 * The one of a line whose turn it is. `OFFSET 0` keeps it a look-up of its own for each line: joined with them all, the planner
 * may read every turn there is, which are as many as lines wait.
 */
const HELD = `SELECT sequence FROM delivery AS held
  WHERE held.destination = touched.destination AND held.line = touched.line AND held.turn = 1 OFFSET 0`;

const YIELD_TURNS = statement<{ deliveries: readonly string[] }>(
  `UPDATE delivery SET turn = 0 FROM (${LINES}) AS touched CROSS JOIN LATERAL (${HELD}) AS held
   WHERE delivery.sequence = held.sequence AND delivery.turn <> 0 AND delivery.state <> 'sending'`,
);

const TAKE_TURNS = statement<{ deliveries: readonly string[] }>(
  `UPDATE delivery SET turn = 1
   FROM (${LINES}) AS touched CROSS JOIN LATERAL (
       SELECT sequence FROM delivery AS waiting
       WHERE waiting.destination = touched.destination AND waiting.line = touched.line AND waiting.${UNFINISHED} AND waiting.sequence > 0
       ORDER BY sequence LIMIT 1
     ) AS first
   WHERE delivery.sequence = first.sequence AND NOT EXISTS (${HELD})`,
);

/**
 * Gives the turn, in the lines of deliveries (by id), to the first unfinished one, unless one of the line is being sent.
 * Their locks are held.
 */
export function sendTurns(transaction: Transaction, deliveries: readonly string[]): void {
  transaction.send(YIELD_TURNS, { deliveries });
  transaction.send(TAKE_TURNS, { deliveries });
}
