import { hash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { buildOperatorAudit } from '../../../src/audit/operator-audit.ts';
import { withStore } from '../../../src/cli/open-store.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open-sqlite-store.ts';
import { type PostgresStores, startPostgresStores } from '../../support/postgres-stores.ts';
import { createFolder } from '../../support/run-cli.ts';
import { type CliHere, cliHere } from '../../support/run-here.ts';
import { acceptRecords, facilityOf, NOON, recordOf } from '../../support/store-fixtures.ts';

const ENTRIES = 6;
/** What somebody with the database in hand does, who also takes the guards away; in both dialects. */
const EDIT = "UPDATE audit SET entry = replace(entry, '99001', '99002') WHERE sequence = 3";
const DELETE = 'DELETE FROM audit WHERE sequence = 3';
const CUT = 'DELETE FROM audit WHERE sequence > 4';
const RETIME = 'UPDATE audit SET at = at + 1 WHERE sequence = 3';
const SWAP = `UPDATE audit SET entry = (SELECT other.entry FROM audit AS other WHERE other.sequence = 7 - audit.sequence)
  WHERE sequence IN (3, 4)`;

interface Verdict {
  readonly ok: boolean;
  readonly sequence?: number;
  readonly fault?: string;
  readonly head?: { readonly sequence: number; readonly hash: string };
  readonly meaning: { readonly vi: string; readonly en: string };
}

const EMPTY = 'DELETE FROM audit';
const NO_RECORD = 'DELETE FROM last_record';

/** What the store keeps only with its entry; each done an hour after the last record. */
const WITNESSES: readonly (readonly [fault: string, words: string, write: (here: CliHere) => Promise<unknown>])[] = [
  [
    'edition',
    'thay đổi danh mục',
    (here) => done(here, 'facility', 'announce', '99001', '--on', '2026-11-20', '--decision', '12'),
  ],
  ['note', 'nhận xét', (here) => done(here, 'facility', 'note', '99001', '--text', 'x')],
  ['hold', 'lệnh giữ', (here) => done(here, 'hold', 'add', '--facility', '99001', '--reason', 'x')],
  ['report', 'báo cáo đã chốt', keepReport],
];

async function done(here: CliHere, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await here.run(...args);
  if (code !== 0) throw new Error(stderr);
}

async function keepReport(here: CliHere): Promise<void> {
  const at = here.io.clock();
  const report = {
    month: '2026-10',
    revision: 1,
    frozenAt: at,
    by: 'gateway',
    reason: null,
    sha256: hash('sha256', '{}', 'hex'),
  };
  const details = { month: report.month, revision: 1, sha256: report.sha256 };
  const event = { at, by: 'gateway', event: 'archive', object: 'report', details } as const;
  await withStore(here.io, async (store) => {
    await store.appendAudit(at, JSON.stringify(buildOperatorAudit(event)));
    await store.keepReport({ ...report, content: '{}' });
  });
}

/** Six submissions, some seconds apart. */
async function fill(here: CliHere, clock: { now: number }): Promise<void> {
  await withStore(here.io, async (store) => {
    await store.putFacility(facilityOf('99001'));
    for (let number = 1; number <= ENTRIES; number++) {
      clock.now += 120_000;
      await acceptRecords(store, [recordOf({ key: `LK${number}` })], { receivedAt: clock.now - 5 });
    }
  });
}

async function verify(here: CliHere, ...args: readonly string[]) {
  const { code, stdout } = await here.run('audit', 'verify', '--json', ...args);
  return { code, ...(JSON.parse(stdout) as Verdict) };
}

describe('audit verify', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let here: CliHere;
  const clock = { now: NOON };
  beforeEach(async () => {
    clock.now = NOON;
    folder = await createFolder();
    here = cliHere(folder.path, { clock: () => clock.now, env: { USER: 'lan' } });
    await fill(here, clock);
  });
  afterEach(() => folder.remove());

  function tamper(sql: string): void {
    const db = new Database(join(folder.path, 'data', 'lien-thong.db'));
    db.exec(`DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted; ${sql}`);
    db.close();
  }

  function tamperAgain(sql: string): void {
    const db = new Database(join(folder.path, 'data', 'lien-thong.db'));
    db.exec(sql);
    db.close();
  }

  it('passes a log as it was written, also beside a gateway that goes on writing, and names its head', async () => {
    const gateway = await openSqliteStore({
      dataDir: join(folder.path, 'data'),
      exclusive: true,
      clock: () => clock.now,
      newId: here.io.newId,
    });
    const verdict = await verify(here);
    expect(verdict).toMatchObject({ code: 0, ok: true, entries: ENTRIES, head: { sequence: ENTRIES } });
    await acceptRecords(gateway, [recordOf({ key: 'LK9' })], { receivedAt: clock.now });
    const checkpoint = `${ENTRIES}:${verdict.head?.hash}`;
    expect(await verify(here, '--checkpoint', checkpoint)).toMatchObject({ code: 0, entries: ENTRIES + 1 });
    await gateway.close();
    const { stdout } = await here.run('audit', 'verify', '--checkpoint', checkpoint, '--lang', 'en');
    expect(stdout).toMatch(
      /^the audit log is intact: 7 entries\nnewest entry \(note it down elsewhere\): 7:[0-9a-f]{64}\n/,
    );
    expect(stdout).toContain('it is the chain of checkpoint 6;');
  });

  it.each([
    ['an edited entry', EDIT, 3, 'hash'],
    ['a deleted entry', DELETE, 3, 'missing'],
    ['swapped entries', SWAP, 3, 'hash'],
    ['an edited time', RETIME, 3, 'time'],
    ['an entry before the first', "INSERT INTO audit VALUES (-2, 1, '{}', 'x')", -2, 'outside'],
    ['a cut tail, by the records that came after it', CUT, 5, 'tail'],
  ])('names %s, and exits 1', async (_, sql, sequence, fault) => {
    tamper(sql);
    const { code, ...verdict } = await verify(here);
    expect({ code, ...verdict }).toMatchObject({ code: 1, ok: false, sequence, fault });
    expect(verdict.meaning.vi).toContain(`mục ${sequence === -2 ? 'mang số -2' : sequence}`);
  });

  it.each(WITNESSES)('sees by a later %s that the end was cut, or the log emptied', async (fault, words, write) => {
    clock.now += 3_600_000;
    await write(here);
    expect(await verify(here)).toMatchObject({ code: 0, entries: ENTRIES + 1 });
    tamper(`DELETE FROM audit WHERE sequence > ${ENTRIES}`);
    const { meaning, ...verdict } = await verify(here);
    expect(verdict).toMatchObject({ code: 1, ok: false, sequence: ENTRIES + 1, fault });
    expect(meaning.vi).toContain(words);
    tamperAgain(`${EMPTY}; ${NO_RECORD}`);
    expect(await verify(here)).toMatchObject({ code: 1, sequence: 1, fault });
  });

  it('sees by a checkpoint only, and says so, that the end was cut together with its records', async () => {
    const { head } = await verify(here);
    tamper(`${CUT}; DELETE FROM last_record`);
    const { stdout, code } = await here.run('audit', 'verify');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^nhật ký kiểm toán nguyên vẹn: 4 mục\n/);
    expect(stdout).toContain('không có điểm kiểm tra (--checkpoint)');
    const checkpoint = `${head?.sequence}:${head?.hash}`;
    expect(await verify(here, '--checkpoint', checkpoint)).toMatchObject({ code: 1, sequence: 5, fault: 'missing' });
    expect(await verify(here, '--checkpoint', `4:${head?.hash}`)).toMatchObject({ sequence: 4, fault: 'checkpoint' });
  });

  it('tells in words what it found and what to do', async () => {
    tamper(EDIT);
    const { stdout, code } = await here.run('audit', 'verify', '--lang', 'en');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^the audit log is NOT intact: entry 3 does not fit the hash of the chain/);
    expect(stdout).toContain('docs/runbooks/audit-chain-broken.md');
  });

  it.each([
    [['audit'], "expected 'audit verify'"],
    [['audit', 'verify', 'x'], "unexpected argument 'x'"],
    [['audit', 'verify', '--checkpoint', '5'], '--checkpoint must be NUMBER:HASH'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await here.run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('refuses where there is no store', async () => {
    const elsewhere = cliHere(join(folder.path, 'elsewhere'));
    expect(await elsewhere.run('audit', 'verify')).toMatchObject({ code: 1 });
  });
});

describe('audit verify on PostgreSQL', () => {
  let stores: PostgresStores;
  beforeAll(async () => {
    stores = await startPostgresStores();
  });
  afterAll(() => stores.stop());

  it.each([
    ['a log as it was written', '', null, null],
    ['an edited entry', EDIT, 3, 'hash'],
    ['a deleted entry', DELETE, 3, 'missing'],
    ['swapped entries', SWAP, 3, 'hash'],
    ['a cut tail', CUT, 5, 'tail'],
  ])('judges %s', async (_, sql, sequence, fault) => {
    const url = await stores.createStore();
    const clock = { now: NOON };
    const here = cliHere('.', { clock: () => clock.now, env: { DATABASE_URL: url } });
    await fill(here, clock);
    const client = new Client(url);
    await client.connect();
    await client.query(`SET session_replication_role = replica; ${sql}`);
    await client.end();
    expect(await verify(here)).toMatchObject(fault === null ? { code: 0, ok: true } : { code: 1, sequence, fault });
  });

  it.each(WITNESSES)('sees by a later %s that the log was emptied', async (fault, _, write) => {
    const url = await stores.createStore();
    const clock = { now: NOON };
    const here = cliHere('.', { clock: () => clock.now, env: { DATABASE_URL: url } });
    await fill(here, clock);
    clock.now += 3_600_000;
    await write(here);
    expect(await verify(here)).toMatchObject({ code: 0, entries: ENTRIES + 1 });
    const client = new Client(url);
    await client.connect();
    await client.query(`SET session_replication_role = replica; ${EMPTY}; ${NO_RECORD}`);
    await client.end();
    expect(await verify(here)).toMatchObject({ code: 1, sequence: 1, fault });
  });
});
