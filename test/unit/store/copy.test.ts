import { hash } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { verifyChain } from '../../../src/audit/verify-chain.ts';
import { PERSONAL_NUMBER } from '../../../src/fhir/person.ts';
import { copyStore } from '../../../src/store/copy/copy-store.ts';
import { moveToPostgres } from '../../../src/store/copy/copy-to-postgres.ts';
import { openTarget } from '../../../src/store/copy/target-store.ts';
import { migratePostgres } from '../../../src/store/postgres/migrate.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../../src/types/store.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { createFolder, runCli } from '../../support/run-cli.ts';
import {
  acceptRecords,
  facilityOf,
  leaseAt,
  NOON,
  observation,
  patient,
  recordOf,
  settlementOf,
} from '../../support/store-fixtures.ts';

const ENTRY = { at: NOON, text: JSON.stringify({ resourceType: 'AuditEvent', recorded: '2026-11-22T08:00:00+07:00' }) };
const clock = () => NOON;
let ids = 0;
const newId = () => `id-${++ids}`;

let server: PostgresServer;
let pilot: Awaited<ReturnType<typeof createFolder>>;
let folder: Awaited<ReturnType<typeof createFolder>>;
let dataDir: string;
let databaseUrl: string;

beforeAll(async () => {
  pilot = await createFolder();
  const store = await openSqliteStore({ dataDir: pilot.path, exclusive: true, clock, newId });
  await fill(store);
  await store.close();
  server = await startPostgres();
});
afterAll(async () => {
  await server.stop();
  await pilot.remove();
});
beforeEach(async () => {
  folder = await createFolder();
  dataDir = join(folder.path, 'data');
  cpSync(pilot.path, dataDir, { recursive: true });
  databaseUrl = await server.createDatabase();
});
afterEach(() => folder.remove());

const CITIZEN = { identifier: [{ system: PERSONAL_NUMBER, value: '000000000001' }], birthDate: '1980-02-03' };

/** Something of everything that a pilot leaves behind. */
async function fill(store: Store): Promise<void> {
  for (const code of ['99001', '99002']) await store.putFacility(facilityOf(code));
  await store.addNote({ id: newId(), facility: '99001', at: NOON, by: 'staff', text: 'Đã gọi điện' });
  await store.putKeys('99001', [{ kty: 'EC', kid: 'k1' }]);
  await store.signingKey(async () => ({ kty: 'EC', kid: 'own' }));
  await store.rememberJti('99001', 'jti-1', NOON + 60_000, NOON);
  await store.recordSignIn('99001', NOON);
  await store.takeQuota('99001', NOON, 30, 600);
  const unmapped = {
    list: 'MA_KHOA',
    code: 'K99',
    form: 'XML1',
    field: 'MA_KHOA',
    reason: 'not-in-list',
    day: null,
    count: 2,
  } as const;
  for (let index = 0; index < 30; index++) {
    const key = `LK${index}`;
    const record = recordOf({
      key,
      patient: `Patient/p${index}`,
      resources: [{ ...patient(`p${index}`), ...CITIZEN }, observation(`o-${key}`)],
      outcome: 'có dấu\u0000 và NUL',
      unmapped: [unmapped],
    });
    await acceptRecords(store, [record], { facility: index % 2 === 0 ? '99001' : '99002' });
  }
  await acceptRecords(store, [recordOf({ key: 'LK0', patient: 'Patient/p0', count: 4, resources: [] })]);
  await acceptRecords(store, [recordOf({ key: 'Q', state: 'quarantined', patient: 'Patient/q' })]);
  const [told, lost, parked] = await leaseAt(store, NOON, { limit: 3 });
  const message = { key: 'k', contentType: 'text/plain', bytes: Buffer.from([0, 1, 2, 255]) };
  for (const delivery of [told, lost]) {
    if (delivery !== undefined) await store.keepMessage(delivery.id, delivery.fence, message);
  }
  if (told === undefined || parked === undefined) throw new Error('nothing was due');
  await store.settle([
    settlementOf(told, { receipt: 'province-1', notify: true }),
    settlementOf(parked, { state: 'parked', reason: 'http-400', notify: true }),
  ]);
  await store.stopDestination({ destination: 'nation', at: NOON, by: 'operator:lan', reason: 'nâng cấp' });
  const act = { what: 'stop', object: 'nation', reason: 'nâng cấp', told: {} } as const;
  await store.noteAct({ at: NOON, by: 'staff:Mai Lan', ...act });
  const lines = [{ key: 'LK0', count: 4, sha256: '0'.repeat(64) }];
  await store.keepManifest({ id: newId(), facility: '99001', day: '2026-11-22', receivedAt: NOON, lines });
  await store.confirmDay('province', '2026-11-21', NOON);
  const kept = { facility: '99001', day: '2026-11-21', content: '{}' };
  const closed = { through: '2026-11-21', definitions: '1/level-1', begun: 1, seen: 2 };
  await store.closeDay({ after: null, closed, tallies: [kept], figures: [kept] });
  const counted = { since: '2026-11-21', through: '2026-11-21', definitions: '1', seen: 2 };
  const holding = { what: 'book', subject: 's', facility: '99001', key: 'B', commune: '', acceptedAt: NOON } as const;
  const changes = [{ facility: '99001', content: '{}' }];
  await store.closeProgrammeDay({ after: null, closed: counted, changes, residents: '{}', put: [holding], drop: [] });
  const content = '{"month":"2026-10"}\n';
  const sha256 = hash('sha256', content, 'hex');
  await store.keepReport({
    month: '2026-10',
    revision: 1,
    frozenAt: NOON,
    by: 'gateway',
    reason: null,
    sha256,
    content,
  });
  await store.putHold({
    id: newId(),
    facility: '99001',
    recordKey: 'LK1',
    at: NOON,
    by: 'operator:lan',
    reason: 'vụ 1',
  });
}

const move = () => moveToPostgres({ dataDir, databaseUrl, clock, newId, entry: ENTRY, onTable: () => undefined });

async function query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new Client(databaseUrl);
  await client.connect();
  try {
    return (await client.query(text, [...values])).rows as Row[];
  } finally {
    await client.end();
  }
}

const countOf = async (table: string) =>
  Number((await query<{ n: string }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n);

describe('copy', () => {
  it('moves every row, tells what it compared, and keeps the SQLite store under another name', async () => {
    const env = { DATABASE_URL: databaseUrl, USER: 'lan' };
    const run = await runCli(['copy', '--from', 'sqlite', '--to', 'postgres', '--json'], { cwd: folder.path, env });
    expect(run.code).toBe(0);
    const { tables, auditEntries, aside } = JSON.parse(run.stdout) as Awaited<ReturnType<typeof move>>;
    const rowsOf = Object.fromEntries(tables.map(({ name, rows }) => [name, rows]));
    expect(tables.filter(({ rows }) => rows === 0)).toEqual([]);
    expect(rowsOf).toMatchObject({
      facility: 2,
      credential: 1,
      submission: 32,
      delivery: 31,
      attempt: 3,
      message: 2,
      destination_stop: 1,
      notice: 2,
      manifest: 1,
      confirmed_day: 1,
      hold: 1,
      quota: 1,
      jti: 1,
      setting: 1,
    });
    expect(run.stderr.split('\n')).toContain('submission: 32 dòng giống nhau');
    for (const { name, rows } of tables.filter((table) => table.name !== 'audit'))
      expect(await countOf(name)).toBe(rows);
    expect(auditEntries).toBe(32);
    expect(existsSync(join(dataDir, 'lien-thong.db'))).toBe(false);
    const old = new Database(aside, { readonly: true });
    expect(old.prepare('SELECT COUNT(*) FROM record').pluck().get()).toBe(rowsOf['record']);
    old.close();
  });

  it('keeps bytes, texts and nothing else than they were', async () => {
    await move();
    expect(await query('SELECT key, kept_at::float AS kept_at, sha256 FROM message ORDER BY delivery')).toHaveLength(2);
    const [record] = await query<{ outcome: string }>(`SELECT outcome FROM record WHERE record_key = 'LK1'`);
    expect(record?.outcome).toBe('có dấu\u2400 và NUL');
    const [facility] = await query<{ scope: string; open_to: null }>('SELECT scope, open_to FROM facility');
    expect(facility).toMatchObject({ scope: expect.stringContaining('inpatient'), open_to: null });
  });

  it('gives back to the queue what was under way, with what was sent', async () => {
    await move();
    const open = await query<{ n: string; due: string }>(
      `SELECT COUNT(*) AS n, COUNT(*) FILTER (WHERE due_at <= ${NOON}) AS due FROM delivery WHERE turn = 1`,
    );
    expect(open).toEqual([{ n: '29', due: '29' }]);
    expect(await query('SELECT unsettled FROM delivery WHERE unsettled IS NOT NULL')).toEqual([{ unsettled: 1 }]);
  });

  it('lets numbers go on above those that are there', async () => {
    await move();
    for (const table of ['submission', 'record', 'delivery', 'notice', 'unmapped_code']) {
      const [next] = await query<{ next: string; most: string | null }>(
        `SELECT nextval(pg_get_serial_sequence('${table}', 'sequence')) AS next, (SELECT MAX(sequence) FROM ${table}) AS most`,
      );
      expect(Number(next?.next)).toBeGreaterThan(Number(next?.most ?? 0));
    }
  });

  it('goes on with the audit chain: the copy is its next entry', async () => {
    await move();
    const target = await openTarget(databaseUrl);
    expect(await verifyChain(target)).toMatchObject({ ok: true, entries: 33 });
    expect((await target.audit(33, 1))[0]?.entry).toBe(ENTRY.text);
    await target.close();
  });

  it('leaves nothing behind when it breaks off, and can be repeated', async () => {
    await migratePostgres(databaseUrl, clock);
    const source = new Database(join(dataDir, 'lien-thong.db'));
    const target = await openTarget(databaseUrl);
    let written = 0;
    const breaking = {
      ...target,
      write: (...given: Parameters<typeof target.write>) => {
        written += 1;
        return written > 4 ? Promise.reject(new Error('the line broke')) : target.write(...given);
      },
    };
    await expect(copyStore({ source, target: breaking, entry: ENTRY, onTable: () => undefined })).rejects.toThrow(
      'the line broke',
    );
    await target.close();
    source.close();
    expect(await countOf('facility')).toBe(0);
    expect((await move()).tables.length).toBeGreaterThan(15);
  });

  it('finds a row that did not arrive as it was', async () => {
    await migratePostgres(databaseUrl, clock);
    await query(
      `CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.receipt := NULL; RETURN NEW; END'`,
    );
    await query('CREATE TRIGGER spoil BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION spoil()');
    await expect(move()).rejects.toThrow('delivery is not the same there: 31 of 31 rows');
    expect(await countOf('facility')).toBe(0);
    expect(existsSync(join(dataDir, 'lien-thong.db'))).toBe(true);
  });

  it('is refused into a store that holds something', async () => {
    await migratePostgres(databaseUrl, clock);
    await query(`INSERT INTO setting (name, value) VALUES ('signing-key', '{}')`);
    await expect(move()).rejects.toThrow('the PostgreSQL store is not empty (setting): give an empty one');
  });

  it('is refused into tables of another shape', async () => {
    await migratePostgres(databaseUrl, clock);
    await query('ALTER TABLE hold ADD COLUMN more TEXT');
    await expect(move()).rejects.toThrow('the stores do not have the same columns (hold.more)');
  });

  it('is refused while another process is at work in the store, which then is as it was', async () => {
    const beside = await openSqliteStore({ dataDir, exclusive: false, clock, newId });
    await beside.holds();
    await expect(move()).rejects.toThrow('another process is at work in the store: try again');
    await beside.close();
    expect(await countOf('facility')).toBe(0);
    expect((await move()).auditEntries).toBe(32);
  });

  it('is refused while a gateway runs, where there is no store, and for a broken audit log', async () => {
    const gateway = await openSqliteStore({ dataDir, exclusive: true, clock, newId });
    await expect(move()).rejects.toThrow(/another gateway is using/);
    await gateway.close();
    const db = new Database(join(dataDir, 'lien-thong.db'));
    db.exec(
      `DROP TRIGGER audit_is_never_changed; UPDATE audit SET entry = replace(entry, 'create', 'delete') WHERE sequence = 3`,
    );
    db.close();
    await expect(move()).rejects.toThrow('the audit log is broken at entry 3 (hash)');
    expect(await countOf('facility')).toBe(0);
    dataDir = join(folder.path, 'elsewhere');
    await expect(move()).rejects.toThrow('there is no SQLite store');
  });
});
