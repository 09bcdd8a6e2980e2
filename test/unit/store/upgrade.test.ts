import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import type { Database } from 'better-sqlite3';
import { v7 } from 'uuid';
import { readMigrations } from '../../../src/store/numbered-migrations.ts';
import { databaseFile, makeDataDirectory, openDatabase } from '../../../src/store/sqlite/connection.ts';
import { applyMigrations } from '../../../src/store/sqlite/migrate.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../../src/types/store.ts';
import { cliHere } from '../../support/run-here.ts';
import {
  acceptRecords,
  collect,
  deliverAll,
  leaseAt,
  NOON,
  observation,
  patient,
  recordOf,
  settlementOf,
} from '../../support/store-fixtures.ts';

const MIGRATIONS = readMigrations(join(import.meta.dirname, '../../../src/store/sqlite/migrations'));
/** Of the version before deliveries were kept with their messages. */
const BEFORE = 5;

type Cell = string | number | null | Buffer;
type Row = Readonly<Record<string, Cell>>;

const digest = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16);

function insert(db: Database, table: string, row: Row): void {
  const names = Object.keys(row);
  db.prepare(`INSERT INTO ${table} (${names}) VALUES (${names.map((name) => `:${name}`)})`).run(row);
}

/** A record version as the version before wrote it. */
function insertRecord(db: Database, sequence: number, key: string, changes: Row, resources: readonly Resource[]): void {
  const texts = resources.map((resource) => JSON.stringify(resource));
  insert(db, 'submission', {
    ...{ sequence, id: `s${sequence}`, facility: '99001', idempotency_key: `k${sequence}`, sha256: `h${sequence}` },
    ...{ content_type: 'application/xml', channel: 'submissions', format: 'claim-xml', state: 'accepted' },
    ...{ received_at: NOON + sequence, bytes: zstdCompressSync(`bytes ${sequence}`) },
  });
  insert(db, 'record', {
    ...{
      sequence,
      id: `r${sequence}`,
      submission: sequence,
      position: 1,
      facility: '99001',
      record_key: key,
      version: 1,
    },
    ...{ repetition: 0, state: 'accepted', received_at: NOON + sequence, resource_count: resources.length },
    ...{
      patient: `Patient/p-${key}`,
      mapping: 'm',
      source: 'claim',
      encounter: key,
      level: 1,
      due: '[]',
      present: '[]',
    },
    ...{ identity: 1, signed: 0, content: digest(texts.join()), outcome: '{}' },
    payload: zstdCompressSync(`[${texts.join(',')}]`),
    ...changes,
  });
  if (changes['state'] === 'quarantined') return;
  for (const [index, { resourceType, id = '' }] of resources.entries()) {
    const identity = { facility: '99001', id, type: resourceType };
    db.prepare('DELETE FROM resource WHERE facility = :facility AND id = :id AND type = :type').run(identity);
    insert(db, 'resource', {
      ...identity,
      ...{
        version: Number(changes['version'] ?? 1),
        digest: digest(texts[index] as string),
        deleted: 0,
        record: sequence,
      },
    });
  }
}

function insertDelivery(db: Database, record: number, key: string, state: string, changes: Row = {}): void {
  const isOpen = state === 'queued' || state === 'sending' || state === 'unknown';
  insert(db, 'delivery', {
    ...{ id: `d${record}`, record, destination: 'province', line: `99001/Patient/p-${key}`, state },
    ...{ turn: isOpen ? 1 : 0, due_at: NOON, attempts: 0, queued_at: NOON },
    ...changes,
  });
}

const attempt = { owner: 'relay-1', leased_at: NOON, started_at: NOON } as const;

/** What a gateway of the version before had when it was ended, in the middle of its work. */
function fill(db: Database): void {
  insert(db, 'facility', {
    ...{
      code: '99001',
      name: 'A',
      cohort: 'hospital',
      ownership: '',
      level: '',
      commune: '',
      scope: '[]',
      statistics: '{}',
    },
  });
  insertRecord(db, 1, 'SENT', {}, [patient('p-SENT'), observation('o-SENT', 1)]);
  insertDelivery(db, 1, 'SENT', 'delivered', { attempts: 1, delivered_at: NOON + 1, receipt: 'rc-1' });
  insert(db, 'attempt', {
    delivery: 1,
    number: 1,
    ...attempt,
    ended_at: NOON + 1,
    outcome: 'delivered',
    http_status: 200,
  });
  insertRecord(db, 2, 'SENT', { version: 2 }, [patient('p-SENT'), observation('o-SENT', 2)]);
  insertDelivery(db, 2, 'SENT', 'queued');
  insertRecord(db, 3, 'UNDER-WAY', {}, [patient('p-UNDER-WAY')]);
  insertDelivery(db, 3, 'UNDER-WAY', 'sending', { attempts: 1, due_at: NOON + 1_000_000 });
  insert(db, 'attempt', { delivery: 3, number: 1, ...attempt });
  insertRecord(db, 4, 'UNKNOWN', {}, [patient('p-UNKNOWN')]);
  insertDelivery(db, 4, 'UNKNOWN', 'unknown', { attempts: 1, reason: 'timeout' });
  insert(db, 'attempt', {
    delivery: 4,
    number: 1,
    ...attempt,
    ended_at: NOON + 1,
    outcome: 'unknown',
    reason: 'timeout',
  });
  insertRecord(db, 5, 'PARKED', {}, [patient('p-PARKED')]);
  insertDelivery(db, 5, 'PARKED', 'parked', { attempts: 50, reason: 'http-500' });
  insertRecord(db, 6, 'HELD-BACK', { state: 'quarantined' }, [patient('p-HELD-BACK')]);
}

describe('a store of the version before, with data and a queue', () => {
  let root: string;
  let store: Store | undefined;
  beforeEach(() => {
    root = mkdtempSync(`${tmpdir()}/lien-thong-upgrade-`);
    makeDataDirectory(root);
    const db = openDatabase(databaseFile(root));
    applyMigrations(db, MIGRATIONS.slice(0, BEFORE), () => 0);
    fill(db);
    db.close();
  });
  afterEach(async () => {
    await store?.close();
    store = undefined;
    rmSync(root, { recursive: true });
  });

  const open = async () => {
    store = await openSqliteStore({ dataDir: root, exclusive: true, clock: () => NOON, newId: v7 });
    return store;
  };

  it('is brought to this version by `migrate`, which says what it did, once', async () => {
    const { run } = cliHere(root, { env: { DATA_DIR: '.' } });
    const names = MIGRATIONS.slice(BEFORE).map(({ name }) => `${name}\n`);
    const told = { code: 0, stderr: 'the store is at this version\n' };
    expect(await run('migrate')).toEqual({ ...told, stdout: names.join('') });
    expect(await run('migrate', '--json')).toEqual({ ...told, stdout: '{"applied":[]}\n' });
  });

  it('goes on where it stopped: nothing owed is lost, nothing sent is sent again', async () => {
    const upgraded = await open();
    const leased = await leaseAt(upgraded, NOON);
    expect(leased.map(({ recordKey, version, attempt: number }) => `${recordKey} ${version} ${number}`).sort()).toEqual(
      ['SENT 2 1', 'UNDER-WAY 1 2', 'UNKNOWN 1 2'],
    );
    expect(leased.find(({ recordKey }) => recordKey === 'SENT')?.resources).toEqual([
      patient('p-SENT'),
      observation('o-SENT', 2),
    ]);
    expect(await upgraded.settle(leased.map((delivery) => settlementOf(delivery)))).toBe(3);
    expect(await upgraded.moveDeliveries({ action: 'retry', filter: { state: 'parked' }, now: NOON })).toBe(1);
    expect((await deliverAll(upgraded, NOON)).map(({ recordKey }) => recordKey)).toEqual(['PARKED']);
    expect(await upgraded.queueDepths(NOON)).toEqual([]);
  });

  it('shows what was received and delivered as it was', async () => {
    const upgraded = await open();
    const kept = await upgraded.submission('99001', 's1');
    expect(kept?.records).toMatchObject([
      { key: 'SENT', kind: 'claim', deliveries: [{ destination: 'province', state: 'delivered', receipt: 'rc-1' }] },
    ]);
    expect(await upgraded.rawBytes('99001', 's1')).toEqual(Buffer.from('bytes 1'));
    expect(await upgraded.attempts('d1')).toMatchObject([{ number: 1, outcome: 'delivered', message: null }]);
    expect(await upgraded.resource('99001', 'Observation', 'o-SENT')).toEqual(observation('o-SENT', 2));
    expect(await upgraded.standings('99001', ['SENT'])).toMatchObject([{ version: 2, count: 0 }]);
  });

  it('counts the further indicators from its newest day on: what came before told nothing of them', async () => {
    const upgraded = await open();
    const state = { since: '2026-11-22', through: '2026-11-21', definitions: '', seen: 0 };
    expect(await upgraded.programmeState()).toEqual(state);
    expect(await collect(upgraded.programmeNews(0, NOON * 2))).toEqual([]);
  });

  it('releases what was in quarantine to where everything went, and takes new versions', async () => {
    const upgraded = await open();
    expect(await upgraded.releaseRecord('r6', NOON)).toBe('released');
    await acceptRecords(upgraded, [
      recordOf({ key: 'PARKED', patient: 'Patient/p-PARKED', resources: [patient('p-PARKED', 'B')] }),
    ]);
    const owed = await deliverAll(upgraded, NOON);
    expect(owed.map(({ recordKey, version }) => `${recordKey} ${version}`)).toEqual(
      expect.arrayContaining(['HELD-BACK 1', 'PARKED 2', 'SENT 2']),
    );
  });
});
