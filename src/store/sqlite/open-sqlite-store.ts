import type { Database } from 'better-sqlite3';
import type { Store } from '../../types/store.ts';
import type { EpochMs } from '../../types/submission.ts';
import { createAccept, packSubmission } from './accept.ts';
import { createAuditLog } from './audit-log.ts';
import { backupDatabase } from './backup.ts';
import { type CommitGroup, createCommitGroup } from './commit-group.ts';
import { databaseFile, makeDataDirectory, openDatabase } from './connection.ts';
import { createLoadDelivery } from './delivery-content.ts';
import { createDeliveryDesk } from './delivery-desk.ts';
import { createTakeLeases } from './delivery-lease.ts';
import { createDeliveryLines } from './delivery-lines.ts';
import { createSettle } from './delivery-settle.ts';
import { createEvidence } from './evidence.ts';
import { createFacilityReads } from './facility-reads.ts';
import { createFacilityRegistry } from './facility-registry.ts';
import { createFacts } from './facts.ts';
import { type GatewayLock, takeGatewayLock } from './gateway-lock.ts';
import { applyMigrations, migrate, needsMigration, readOwnMigrations } from './migrate.ts';
import { createProbe } from './probe.ts';
import { createRecordVersions } from './record-versions.ts';
import { createResourceVersions } from './resource-versions.ts';
import { createTokenMemory } from './token-memory.ts';

export interface SqliteStoreOptions {
  /** Made when it is missing. */
  readonly dataDir: string;
  /** True for the gateway, of which there is one to a data directory; false for a command beside it. */
  readonly exclusive: boolean;
  readonly clock: () => EpochMs;
  /** UUIDv7. */
  readonly newId: () => string;
}

/**
 * Opens the embedded store of a data directory, made or migrated when needed.
 * Refuses with StoreLockedError when another gateway uses it (or, beside a running gateway, when the store must first
 * be migrated), and with StoreSchemaError a store that a newer program made or whose migrations were altered.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { dataDir, exclusive, clock } = options;
}
