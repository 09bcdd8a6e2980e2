import type { Database } from 'better-sqlite3';
import type { Store } from '../../types/store.ts';
import type { EpochMs } from '../../types/submission.ts';
import { createActPort } from './act-port.ts';
import { createAuditLog } from './audit-log.ts';
import { backupDatabase } from './backup.ts';
import { createCodeWorklist } from './code-worklist.ts';
import { createCommitGroup } from './commit-group.ts';
import { createCoveragePort } from './coverage-port.ts';
import { createEvidence } from './evidence.ts';
import { createInspectionPort } from './inspection-port.ts';
import { createIntakePort } from './intake-port.ts';
import { createMeasurePort } from './measure-port.ts';
import { createPersons } from './persons.ts';
import type { PortParts } from './port-parts.ts';
import { createProgrammePort } from './programme-port.ts';
import { createQueuePort } from './queue-port.ts';
import { createReconciliationPort } from './reconciliation-port.ts';
import { createRegistryPort } from './registry-port.ts';
import { createReportPort } from './report-port.ts';
import { createResourcePort } from './resource-port.ts';
import { createRetentionPort } from './retention-port.ts';
import { createSettings } from './settings.ts';
import { createWriteTransaction } from './write-transaction.ts';

export interface StoreParts {
  readonly clock: () => EpochMs;
  /** UUIDv7. */
  readonly newId: () => string;
  readonly onClose: () => void;
  readonly onBroken?: ((error: Error) => void) | undefined;
}

/** The Store port over an open, migrated database: every concern has its statements in one module. */
export function buildStore(db: Database, { clock, newId, onClose, onBroken }: StoreParts): Store {
  const group = createCommitGroup(createWriteTransaction(db, onBroken));
  const settings = createSettings(db);
  const parts: PortParts = {
    db,
    group,
    clock,
    newId,
    settings,
    audit: createAuditLog(db),
    evidence: createEvidence(db),
    persons: createPersons(db),
    worklist: createCodeWorklist(db),
  };
  return {
    ...createIntakePort(parts),
    ...createResourcePort(parts),
    ...createQueuePort(parts),
    ...createReconciliationPort(parts),
    ...createRetentionPort(parts),
    ...createRegistryPort(parts),
    ...createMeasurePort(parts),
    ...createInspectionPort(parts),
    ...createActPort(parts),
    ...createCoveragePort(parts),
    ...createProgrammePort(parts),
    ...createReportPort(parts),
    probe: () => group.write(() => settings.probe()),
    backup: (file) => backupDatabase(db.name, file),
    noteBackup: (at) => group.write(() => settings.noteBackup(at)),
    lastBackup: async () => settings.lastBackup(),
    async close() {
      group.close();
      db.close();
      onClose();
    },
  };
}
