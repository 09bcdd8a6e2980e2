import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from 'better-sqlite3';
import { readMigrations } from '../../../src/store/numbered-migrations.ts';
import { databaseFile, makeDataDirectory, openDatabase } from '../../../src/store/sqlite/connection.ts';
import { applyMigrations } from '../../../src/store/sqlite/migrate.ts';

const MIGRATIONS = readMigrations(join(import.meta.dirname, '../../../src/store/sqlite/migrations'));

const issue = (...codes: readonly string[]) => ({ details: { coding: codes.map((code) => ({ code })) } });

describe('0002-judgement.sql', () => {
  let root: string;
  let db: Database;
  beforeEach(() => {
    root = mkdtempSync(`${tmpdir()}/lien-thong-judgement-`);
    makeDataDirectory(root);
    db = openDatabase(databaseFile(root));
    applyMigrations(db, MIGRATIONS.slice(0, 1), () => 0);
    db.exec(`INSERT INTO facility VALUES ('99001', 'A', 'hospital', '', '', '', NULL, NULL, '[]', NULL, '{}');
      INSERT INTO submission VALUES (1, 's', '99001', 'k', '', '', 'submissions', 'claim-xml', 'accepted', 0, NULL, NULL, x'');`);
  });
  afterEach(() => {
    db.close();
    rmSync(root, { recursive: true });
  });

  function keep(position: number, outcome: object): void {
    db.prepare(
      `INSERT INTO record (id, submission, position, facility, record_key, version, repetition, state, received_at,
         resource_count, source, encounter, level, due, present, identity, signed, content, outcome)
       VALUES (:id, 1, :position, '99001', :id, 1, 0, 'accepted', 0, 1, 'claim', 'x', 0, '[]', '[]', 0, 0, x'', :outcome)`,
    ).run({ id: `r${position}`, position, outcome: JSON.stringify(outcome) });
  }

  it('reads the broken rules of older records out of their outcomes, each once', () => {
    keep(1, { issue: [issue('LT-B030'), issue('LT-B001'), issue('LT-B030'), issue('LT-V057', 'pat-1')] });
    keep(2, { issue: [{ severity: 'information', details: { text: 'All OK' } }] });
    applyMigrations(db, MIGRATIONS, () => 0);
    expect(db.prepare('SELECT policy, broken FROM record ORDER BY position').all()).toEqual([
      { policy: null, broken: '["LT-B001","LT-B030","LT-V057"]' },
      { policy: null, broken: '[]' },
    ]);
  });
});
