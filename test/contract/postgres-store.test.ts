import { afterAll, beforeAll } from '@jest/globals';
import { type PostgresStores, startPostgresStores } from '../support/postgres-stores.ts';
import { describeStore } from './store-conformance.ts';

let stores: PostgresStores;
beforeAll(async () => {
  stores = await startPostgresStores();
});
afterAll(() => stores.stop());

describeStore('PostgreSQL store', () => stores.openStore());
