import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from 'better-sqlite3';
import { buildStore } from '../../../src/store/sqlite/build-store.ts';
import { databaseFile, openDatabase } from '../../../src/store/sqlite/connection.ts';
import { migrate } from '../../../src/store/sqlite/migrate.ts';

/** Tables that grow with traffic. */
const LARGE = [
  'submission',
  'record',
  'resource',
  'resource_version',
  'delivery',
  'attempt',
  'audit',
  'evidence',
  'jti',
  'person',
  'unmapped_code',
  'message',
  'notice',
  'manifest',
  'act',
];
const SCAN = new RegExp(`^SCAN (${[...LARGE, 'owed', 'other', 'earlier', 'oldest'].join('|')})\\b`);

/** Reads of a whole table or index that are meant: by a part of the statement. */
const INTENDED: readonly (readonly [part: string, step: string])[] = [
  // Metrics: the open deliveries, counted by their index.
  ['COUNT(*) AS count, MIN(sequence)', 'SCAN delivery USING COVERING INDEX delivery_open'],
  // Lists of an operator: open ones by their index; all the newest first, until there are enough.
  ['delivery INDEXED BY delivery_open', 'SCAN delivery USING INDEX delivery_open'],
  ['ORDER BY delivery.sequence DESC LIMIT :limit', 'SCAN delivery'],
  // The console: what waits for a person, counted by the index that holds nothing else.
  ['delivery INDEXED BY delivery_held', 'SCAN delivery USING COVERING INDEX delivery_held'],
  // The queue by facility: what is on its way, counted by the index that holds nothing else.
  ["'queued' AS what", 'SCAN delivery USING INDEX delivery_line'],
  // The end of the audit chain.
  ['FROM audit ORDER BY sequence DESC LIMIT 1', 'SCAN audit'],
];

interface Planned {
  readonly sql: string;
  readonly plan: readonly string[];
}

describe('the statements of the SQLite store', () => {
  const dataDir = mkdtempSync(`${tmpdir()}/lien-thong-plan-`);
  const planned: Planned[] = [];
  let db: Database;

  beforeAll(() => {
    migrate(dataDir, () => 0);
    db = openDatabase(databaseFile(dataDir));
    for (const sql of preparedByStore(db)) planned.push({ sql, plan: planOf(db, sql) });
  });
  afterAll(() => {
    db.close();
    rmSync(dataDir, { recursive: true });
  });

  const find = (part: string) => planned.filter(({ sql }) => sql.includes(part));

  it('read no growing table as a whole, except where it is meant', () => {
    expect(planned.length).toBeGreaterThan(40);
    const isIntended = (sql: string, step: string) =>
      INTENDED.some(([part, meant]) => sql.includes(part) && step === meant);
    const scans = planned.flatMap(({ sql, plan }) =>
      plan.filter((step) => SCAN.test(step) && !isIntended(sql, step)).map((step) => ({ step, sql })),
    );
    expect(scans).toEqual([]);
  });

  it('find due deliveries by the index of turns, without sorting and without reading what waits behind', () => {
    expect(find('delivery.turn = 1 AND delivery.due_at <= ?').map(({ plan }) => plan)).toEqual([
      [
        'SEARCH delivery USING INDEX delivery_due (destination=? AND due_at<?)',
        'SEARCH record USING INTEGER PRIMARY KEY (rowid=?)',
      ],
    ]);
  });

  it('find the records that staff look for by key at each facility, and those of a person by her number', () => {
    const [byKey] = find('json_each(:identities)');
    expect(byKey?.plan).toContain('SEARCH record USING INDEX sqlite_autoindex_record_2 (facility=? AND record_key=?)');
    const [ofPerson] = find('person.number = :number');
    expect(ofPerson?.plan).toContain('SEARCH record USING INDEX record_of_patient (facility=? AND patient=?)');
  });

  it('find the next of a line by the index of lines', () => {
    const [pass] = find('SET turn = 1');
    expect(pass?.plan).toContain('SEARCH delivery USING INDEX delivery_line (destination=? AND line=?)');
    expect(pass?.plan).toContain('SEARCH delivery USING COVERING INDEX delivery_turn (destination=? AND line=?)');
  });

  it('find the records of a patient by their index, those that hold her Patient by its key', () => {
    const [pass] = find('FROM json_each(:patients)');
    expect(pass?.plan).toContain('SEARCH record USING INDEX record_of_patient (facility=? AND patient=?)');
    expect(pass?.plan).toContain('SEARCH resource USING PRIMARY KEY (facility=? AND id=? AND type=?)');
  });

  it('find the other Patients of a person by the index of numbers', () => {
    const [pass] = find('FROM person AS own');
    expect(pass?.plan.slice(0, 2)).toEqual([
      'SEARCH own USING PRIMARY KEY (facility=? AND patient=?)',
      'SEARCH other USING COVERING INDEX person_by_number (facility=? AND number=? AND birth_date=?)',
    ]);
  });

  it('stream facts in order without sorting', () => {
    expect(find('of_care = 1 ORDER BY received_at').map(({ plan }) => plan)).toEqual([
      ['SEARCH record USING INDEX record_in_order_of_receipt (received_at>? AND received_at<?)'],
    ]);
  });
});

/** SQL of all statements that a store prepares. */
function preparedByStore(db: Database): string[] {
  const sources: string[] = [];
  const recording = new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'prepare') return value.bind(target);
      return (sql: string) => {
        sources.push(sql);
        return target.prepare(sql);
      };
    },
  });
  buildStore(recording, { clock: () => 0, newId: () => '', onClose: () => {} });
  return sources.filter((sql) => /^\s*(SELECT|INSERT|UPDATE|DELETE)/.test(sql));
}

function planOf(db: Database, sql: string): string[] {
  const explain = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
  const names = [...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name, null]);
  const positions = sql.split('?').length - 1;
  const rows = names.length > 0 ? explain.all(Object.fromEntries(names)) : explain.all(...Array(positions).fill(null));
  return rows.map(({ detail }) => detail);
}
