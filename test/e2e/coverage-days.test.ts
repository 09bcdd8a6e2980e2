import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { computeCoverage } from '../../src/measure/compute-coverage.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import { atWork, facility } from '../support/coverage-facts.ts';
import { eventually } from '../support/eventually.ts';
import { startGatewayHere } from '../support/gateway-here.ts';
import { createFolder } from '../support/run-cli.ts';
import { openStoredFacts } from '../support/stored-facts.ts';

const NOW = Date.parse('2026-11-22T12:00:00+07:00');
const FACTS = atWork('2026-09-20', '2026-11-22').filter(({ at }) => Date.parse(at) <= NOW);

describe('a gateway on a store of which no day is closed', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;

  beforeEach(async () => {
    folder = await createFolder();
    const dataDir = join(folder.path, 'data');
    await mkdir(dataDir);
    const store = await openSqliteStore({ dataDir, exclusive: true, clock: () => NOW, newId: v7 });
    await store.putFacility(facility());
    await store.close();
    const stored = openStoredFacts(dataDir);
    stored.add(FACTS);
    stored.close();
  });
  afterEach(() => folder.remove());

  it('closes them in the background, and shows today and every day before as the computation on files does', async () => {
    const configFile = join(folder.path, 'config.yaml');
    await writeFile(configFile, 'destinations: []\n');
    const gateway = await startGatewayHere(folder.path, { configFile, clock: () => NOW });
    try {
      const ask = (asOf: string) => fetch(`${gateway.url}/coverage?asOf=${asOf}`);
      await eventually('today is counted', async () => (await ask('2026-11-22')).status === 200);
      for (const asOf of ['2026-11-22', '2026-11-21', '2026-11-19', '2026-09-19']) {
        const report = (await (await ask(asOf)).json()) as { province: { proven: number } };
        expect(report).toEqual(computeCoverage({ registry: [facility()], facts: FACTS, asOf }));
      }
      expect(await gateway.store.closedDays()).toMatchObject({ through: '2026-11-21', definitions: '1/level-1' });
    } finally {
      await gateway.stop();
    }
  });
});
