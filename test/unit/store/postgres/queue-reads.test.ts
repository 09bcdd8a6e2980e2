import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type PostgresStores, startPostgresStores } from '../../../support/postgres-stores.ts';
import { acceptRecords, leaseAt, messageOf, NOON, recordOf, settlementOf } from '../../../support/store-fixtures.ts';

const WAITING = 600;
const ROUNDS = 5;
const LEASED = 10;
/** Of every index, for one delivery from its lease to its end. */
const READS_OF_ONE = 40;

describe('a long queue in PostgreSQL', () => {
  let stores: PostgresStores;
  beforeAll(async () => {
    // Statistics are what makes plans good later on; here they have to be good without.
    stores = await startPostgresStores({ autovacuum: 'off' });
  });
  afterAll(() => stores.stop());

  /** Counted when the connections of a store are closed. */
  async function rowsRead(url: string): Promise<number> {
    const client = new Client(url);
    await client.connect();
    const { rows } = await client.query<{ reads: string }>(
      `SELECT sum(idx_tup_read) AS reads FROM pg_stat_user_indexes WHERE relname ~ '^(delivery|attempt|message|record|resource)'`,
    );
    await client.end();
    return Number(rows[0]?.reads);
  }

  it('costs no more to work off than a short one, also before the planner knows how long it is', async () => {
    const url = await stores.createStore();
    const sender = await stores.open(url);
    const records = Array.from({ length: WAITING }, (_, index) =>
      recordOf({ key: `LK${index}`, patient: `Patient/p${index}`, position: index + 1 }),
    );
    await acceptRecords(sender, records);
    await sender.close();
    const before = await rowsRead(url);
    const relay = await stores.open(url);
    for (let round = 0; round < ROUNDS; round++) {
      const leased = await leaseAt(relay, NOON, { limit: LEASED });
      expect(leased).toHaveLength(LEASED);
      await Promise.all(leased.map(({ id, fence }) => relay.keepMessage(id, fence, messageOf(id))));
      expect(await relay.settle(leased.map((delivery) => settlementOf(delivery)))).toBe(LEASED);
    }
    await relay.close();
    const reads = (await rowsRead(url)) - before;
    expect(reads).toBeGreaterThan(0);
    expect(reads / (ROUNDS * LEASED)).toBeLessThan(READS_OF_ONE);
  });
});
