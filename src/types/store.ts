import type { IntakePort } from './intake.ts';
import type { MeasurePort } from './measure.ts';
import type { QueuePort } from './queue.ts';
import type { ReconciliationPort } from './reconciliation.ts';
import type { RegistryPort } from './registry.ts';
import type { ResourcePort } from './resources.ts';
import type { RetentionPort } from './retention.ts';

/** The Store port. Two adapters keep to one conformance suite; every statement that reads a facility's data carries its code. */
export interface Store
  extends IntakePort,
    ResourcePort,
    QueuePort,
    ReconciliationPort,
    RetentionPort,
    RegistryPort,
    MeasurePort {
  /** Writes and removes a row; rejects when the store cannot take records (`/readyz`). */
  probe(): Promise<void>;
  /** Consistent copy while running. PostgreSQL refuses: its own tools do that. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}
