import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordPath } from '../../src/fhir/record-reference.ts';
import { createHospital } from '../../src/simulate/hospitals/hospital.ts';
import { type Receiver, startReceiver } from '../../src/simulate/receivers/receiver.ts';
import type { Receipt } from '../../src/types/receipt.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { createHospitalDesk, type HospitalDesk } from '../support/hospital-desk.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { runCli } from '../support/run-cli.ts';

const FACILITY = '99001';

interface Commit {
  readonly key: string;
  readonly sha256: string;
  readonly record: { readonly facility: string; readonly day: string; readonly path: string; readonly version: number };
}

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.stop());

describe.each([
  ['SQLite', () => undefined],
  ['PostgreSQL', () => postgres.createDatabase()],
])(
  'a receiver that lost, altered and doubled records without a word, beside a gateway on %s',
  (_store, databaseUrl) => {
    const hospital = createHospital({ facility: FACILITY, seed: 'lost', clock: Date.now });
    const keys: string[] = [];
    let desk: HospitalDesk;
    let province: Receiver;
    let journal: string;
    let day: string;

    const start = (port: number): Promise<Receiver> =>
      startReceiver({ name: 'province', port, clock: Date.now, effectsFile: journal });
    const statusOf = async (key: string): Promise<Receipt | undefined> =>
      (JSON.parse((await desk.asFacility('status', key, '--json')).stdout) as Receipt[])[0];
    const everythingArrived = () =>
      eventually('everything arrived', async () => {
        const { stdout } = await desk.run('queue', 'list', '--json');
        return (JSON.parse(stdout) as { depths: readonly object[] }).depths.length === 0;
      });

    beforeAll(async () => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const destination = { id: 'province', url: `${url}/fhir`, reconciliationUrl: `${url}/reconciliation` };
      desk = await createHospitalDesk(FACILITY, [destination], await databaseUrl());
      journal = join(desk.folder, 'province.ndjson');
      province = await start(port);
      for (let record = 0; record < 4; record += 1) {
        const { bytes, keys: own } = hospital.claimEnvelope();
        writeFileSync(join(desk.folder, `${own[0]}.xml`), bytes);
        expect((await desk.asFacility('send', `${own[0]}.xml`)).code).toBe(0);
        keys.push(String(own[0]));
      }
      await everythingArrived();
      day = String((await statusOf(keys[0] as string))?.receivedAt.slice(0, 10));
    });
    afterAll(async () => {
      const code = await desk?.close();
      await province?.close();
      expect(code).toBe(0);
    });

    /** As a hospital's IT person types it, in a process of its own. */
    const reconcile = (...args: readonly string[]) =>
      runCli(['reconcile', '--day', day, '--lang', 'en', ...args], { cwd: desk.folder, env: desk.env });

    /** Changes what the receiver keeps behind everybody's back. */
    async function tamper(change: (commits: readonly Commit[]) => readonly Commit[]): Promise<void> {
      const { port } = province;
      await province.close();
      const commits = readFileSync(journal, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Commit);
      writeFileSync(
        journal,
        change(commits)
          .map((commit) => `${JSON.stringify(commit)}\n`)
          .join(''),
      );
      province = await start(port);
    }

    it('is equal before', async () => {
      const { code, stdout } = await reconcile();
      expect(stdout).toMatch(/^province +equal +4 +4 +0 +0 +0$/m);
      expect(code).toBe(0);
    });

    it('is found out record by record, and mended by sending again', async () => {
      const [lost, altered, doubled] = keys.map((key) => recordPath(FACILITY, key)) as [string, string, string];
      const copy = recordPath(FACILITY, 'a copy under another name');
      await tamper((commits) =>
        commits.flatMap((commit): readonly Commit[] => {
          if (commit.record.path === lost) return [];
          if (commit.record.path === altered) return [{ ...commit, key: 'by hand', sha256: '0'.repeat(64) }];
          if (commit.record.path !== doubled) return [commit];
          return [commit, { ...commit, record: { ...commit.record, path: copy } }];
        }),
      );
      const { code, stdout } = await reconcile();
      expect(code).toBe(1);
      expect(stdout).toMatch(/^province +different +4 +4 +1 +1 +1$/m);
      expect(stdout).toMatch(new RegExp(`^province +missing +${FACILITY} +${keys[0]} +v1$`, 'm'));
      expect(stdout).toMatch(new RegExp(`^province +differing +${FACILITY} +${keys[1]} +v1 +v1 +other content$`, 'm'));
      expect(stdout).toMatch(new RegExp(`^province +unknown +${FACILITY} +\\? +v1 +not of that day here$`, 'm'));
      expect(stdout).toContain('add --resend');

      expect((await reconcile('--resend')).stdout).toMatch(/^province +different .* 2 queued again$/m);
      await everythingArrived();
      const after = await reconcile();
      expect(after.stdout).toMatch(/^province +different +4 +5 +0 +1 +0$/m);
      await tamper((commits) => commits.filter(({ record }) => record.path !== copy));
      expect((await reconcile()).stdout).toMatch(/^province +equal +4 +4 +0 +0 +0$/m);
    });

    it('and the sender’s own day list says what never came', async () => {
      const records = [...keys.map((key) => ({ key })), { key: 'NEVER-SENT' }].slice(1);
      const headers = { authorization: `Bearer ${await desk.token()}`, 'content-type': 'application/json' };
      const answer = await fetch(`${desk.gateway.url}/manifests`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ day, records }),
      });
      expect(answer.status).toBe(201);
      expect(await answer.json()).toMatchObject({
        summary: { listed: 4, equal: 3, missing: 1, unlisted: 1 },
        records: [
          { key: 'NEVER-SENT', status: 'missing', here: null },
          { key: keys[0], status: 'unlisted', here: { deliveries: [{ destination: 'province', state: 'delivered' }] } },
        ],
      });
      const again = await fetch(`${desk.gateway.url}${answer.headers.get('location')}?status=equal`, { headers });
      expect(await again.json()).toMatchObject({ records: [{}, {}, {}] });
    });
  },
);
