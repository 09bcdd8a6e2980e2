import type { ActPort } from './act.ts';
import type { CoveragePort } from './coverage-ledger.ts';
import type { InspectionPort } from './inspection.ts';
import type { IntakePort } from './intake.ts';
import type { MeasurePort } from './measure.ts';
import type { ProgrammePort } from './programme.ts';
import type { QueuePort } from './queue.ts';
import type { ReconciliationPort } from './reconciliation.ts';
import type { RegistryPort } from './registry.ts';
import type { ReportPort } from './report.ts';
import type { ResourcePort } from './resources.ts';
import type { RetentionPort } from './retention.ts';
import type { EpochMs } from './submission.ts';

/** The Store port. Two adapters keep to one conformance suite; every statement that reads a facility's data carries its code. */
export interface Store
  extends IntakePort,
    ResourcePort,
    QueuePort,
    ReconciliationPort,
    RetentionPort,
    RegistryPort,
    MeasurePort,
    InspectionPort,
    ActPort,
    CoveragePort,
    ProgrammePort,
    ReportPort {
  /** Writes and removes a row; rejects when the store cannot take records (`/readyz`). */
  probe(): Promise<void>;
  /** Consistent copy while running. PostgreSQL refuses: its own tools do that. */
  backup(file: string): Promise<void>;
  /** Remembers when the store was last copied away, by whatever means; an earlier instant than the one that is known is ignored. */
  noteBackup(at: EpochMs): Promise<void>;
  /** Null when no copy is known of. */
  lastBackup(): Promise<EpochMs | null>;
  close(): Promise<void>;
}
