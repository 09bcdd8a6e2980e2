import type { Store } from '../../types/store.ts';
import type { EpochMs } from '../../types/submission.ts';
import { createActPort } from './act-port.ts';
import { createCoveragePort } from './coverage-port.ts';
import type { Database } from './database.ts';
import { createInspectionPort } from './inspection-port.ts';
import { createIntakePort } from './intake-port.ts';
import { createMeasurePort } from './measure-port.ts';
import { createProgrammePort } from './programme-port.ts';
import { createQueuePort } from './queue-port.ts';
import { createReconciliationPort } from './reconciliation-port.ts';
import { createRegistryPort } from './registry-port.ts';
import { createReportPort } from './report-port.ts';
import { createResourceReads } from './resource-reads.ts';
import { createRetentionPort } from './retention-port.ts';
import { statement } from './statement.ts';

export interface StoreParts {
  readonly clock: () => EpochMs;
  /** UUIDv7. */
  readonly newId: () => string;
  readonly onClose: () => void;
}

const PROBE = statement<object>(`INSERT INTO setting (name, value) VALUES ('probe', '') ON CONFLICT (name) DO NOTHING`);
const END_PROBE = statement<object>(`DELETE FROM setting WHERE name = 'probe'`);

const NOTE_BACKUP = statement<{ at: string }>(
  `INSERT INTO setting (name, value) VALUES ('backup-taken', :at)
   ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE excluded.value::bigint > setting.value::bigint`,
);
const LAST_BACKUP = statement<object, { value: string }>(`SELECT value FROM setting WHERE name = 'backup-taken'`);

/** The Store port over a migrated database: every concern has its statements in one module. */
export function buildStore(database: Database, { clock, newId, onClose }: StoreParts): Store {
  const intake = createIntakePort(database, { clock, newId });
  const queue = createQueuePort(database, { clock, newId });
  return {
    ...intake,
    ...createResourceReads(database),
    ...queue,
    ...createReconciliationPort(database),
    ...createRetentionPort(database),
    ...createRegistryPort(database, clock),
    ...createMeasurePort(database),
    ...createInspectionPort(database),
    ...createActPort(database, newId),
    ...createCoveragePort(database),
    ...createProgrammePort(database),
    ...createReportPort(database),
    async probe() {
      await database.inTransaction(async (transaction) => {
        transaction.send(PROBE, {});
        transaction.send(END_PROBE, {});
      });
    },
    async backup() {
      throw new Error('PostgreSQL is backed up by its own tools (pg_dump, pg_basebackup): docs/guides/postgresql.md');
    },
    noteBackup: (at) =>
      database.inTransaction(async (transaction) => transaction.send(NOTE_BACKUP, { at: String(at) })),
    async lastBackup() {
      const [row] = await database.rows(LAST_BACKUP, {});
      return row === undefined ? null : Number(row.value);
    },
    async close() {
      onClose();
      await Promise.all([intake.close(), queue.close()]);
      await database.close();
    },
  };
}
