import type { Client } from 'pg';
import { LOCK_PARTITIONS } from './locks.ts';
import { postgresCodeOf } from './postgres-code.ts';

/** Tables that are partitioned by delivery. */
const PARTITIONED = ['attempt', 'message'] as const;
/** Deliveries of a month have the sequence numbers from `month * PER_MONTH` on. Below 2^53 for 70,000 years. */
const PER_MONTH = 10_000_000_000;

/** Months since the beginning of the calendar, of the server's own clock. */
const THIS_MONTH = `
  SELECT (extract(year FROM now() AT TIME ZONE 'UTC') * 12 + extract(month FROM now() AT TIME ZONE 'UTC') - 1)::integer AS month`;

/**
 * Makes the partitions of this month and the next, and lets the sequence of deliveries begin anew with the month; does
 * nothing that is done already. The sequence only ever grows, whatever clocks say: by it deliveries keep their order.
 * A partition that cannot be made (no right to, or rows of its own in the partition of the rest) is no failure: rows then
 * lie in the rest.
 */
export async function makePartitions(client: Pick<Client, 'query'>): Promise<void> {
  const { rows } = await client.query<{ month: number }>(THIS_MONTH);
  const month = (rows[0] as { month: number }).month;
  for (const first of [month, month + 1]) {
    for (const table of PARTITIONED) await makePartition(client, table, first);
  }
  await client.query('BEGIN');
  await client.query(LOCK_PARTITIONS);
  await client.query(
    `SELECT setval('delivery_sequence_seq', $1::bigint, false) FROM delivery_sequence_seq WHERE last_value < $1::bigint`,
    [month * PER_MONTH],
  );
  await client.query('COMMIT');
}

async function makePartition(client: Pick<Client, 'query'>, table: string, month: number): Promise<void> {
  const name = `${table}_${Math.floor(month / 12)}_${String((month % 12) + 1).padStart(2, '0')}`;
  const { rows } = await client.query<{ name: string | null }>('SELECT to_regclass($1)::text AS name', [name]);
  if (rows[0]?.name !== null) return;
  const range = `FROM (${month * PER_MONTH}) TO (${(month + 1) * PER_MONTH})`;
  try {
    await client.query(`CREATE TABLE IF NOT EXISTS ${name} PARTITION OF ${table} FOR VALUES ${range}`);
  } catch (error) {
    // 42501: no right to; 23514: rows of it lie in the rest; 42P07, 23505, 42P17: another replica is just making it.
    if (!['42501', '23514', '42P07', '23505', '42P17'].includes(postgresCodeOf(error))) throw error;
  }
}
