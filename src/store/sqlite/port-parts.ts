import type { Database } from 'better-sqlite3';
import type { EpochMs } from '../../types/submission.ts';
import type { AuditLog } from './audit-log.ts';
import type { CodeWorklist } from './code-worklist.ts';
import type { CommitGroup } from './commit-group.ts';
import type { Evidence } from './evidence.ts';
import type { Persons } from './persons.ts';
import type { Settings } from './settings.ts';

/** What the parts of the Store port share: the database, its one way of writing, and the tables that several of them use. */
export interface PortParts {
  readonly db: Database;
  readonly group: CommitGroup;
  readonly clock: () => EpochMs;
  /** UUIDv7. */
  readonly newId: () => string;
  readonly settings: Settings;
  readonly audit: AuditLog;
  readonly evidence: Evidence;
  readonly persons: Persons;
  readonly worklist: CodeWorklist;
}
