import type { Database } from 'better-sqlite3';
import type { Store } from '../../types/store.ts';
import type { EpochMs } from '../../types/submission.ts';
import { createAccept, packSubmission } from './accept.ts';
import { createAuditLog } from './audit-log.ts';
import { backupDatabase } from './backup.ts';
import { createCommitGroup } from './commit-group.ts';
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
import { takeGatewayLock } from './gateway-lock.ts';
import { createRememberJti } from './jti-memory.ts';
import { migrate, migrateHeld } from './migrate.ts';
import { createRecordVersions } from './record-versions.ts';
import { createResourceVersions } from './resource-versions.ts';
import { createSettings } from './settings.ts';

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
 * Refuses with StoreLockedError when another gateway uses it (or, beside a running gateway, when the store would first
 * have to be migrated), and with StoreSchemaError a store of a newer program or with altered migrations.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { dataDir, exclusive, clock } = options;
  makeDataDirectory(dataDir);
  if (!exclusive) {
    migrate(dataDir, clock);
    return buildStore(openDatabase(databaseFile(dataDir)), options, () => {});
  }
  const lock = takeGatewayLock(dataDir);
  try {
    const db = openDatabase(databaseFile(dataDir));
    migrateHeld(db, clock);
    return buildStore(db, options, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function buildStore(db: Database, { dataDir, clock, newId }: SqliteStoreOptions, release: () => void): Store {
  const group = createCommitGroup(db);
  const audit = createAuditLog(db);
  const evidence = createEvidence(db);
  const facilities = createFacilityRegistry(db);
  const reads = createFacilityReads(db);
  const settings = createSettings(db);
  const rememberJti = createRememberJti(db);
  const lines = createDeliveryLines(db);
  const desk = createDeliveryDesk(db, lines);
  const takeLeases = createTakeLeases(db, lines);
  const loadDelivery = createLoadDelivery(db);
  const settle = createSettle(db, lines);
  const records = createRecordVersions(db);
  const resources = createResourceVersions(db);
  const accept = createAccept(db, { records, resources, lines, evidence, audit, clock, newId });
  const readFacts = createFacts(db);

  return {
    async accept(submission) {
      const packed = packSubmission(submission);
      return group.write(() => accept(packed), packed.size);
    },
    findByKey: async (facility, key) => reads.findByKey(facility, key),
    submission: async (facility, id) => reads.submission(facility, id),
    submissionsOfRecord: async (facility, recordKey) => reads.submissionsOfRecord(facility, recordKey),
    rawBytes: async (facility, id) => reads.rawBytes(facility, id),
    resource: async (facility, type, id) => reads.resource(facility, type, id),

    async lease(request) {
      const leases = await group.write(() => takeLeases(request));
      return leases.map(loadDelivery);
    },
    settle: (settlements) => group.write(() => settlements.filter(settle).length),
    queueDepths: async () => desk.depths(),
    deliveries: async (filter) => desk.list(filter),
    moveDeliveries: (action, filter, now) => group.write(() => desk.move(action, filter, now)),

    rememberJti: (issuer, jti, expiresAt, now) => group.write(() => rememberJti(issuer, jti, expiresAt, now)),
    recordSignIn: (facility, at) => group.write(() => evidence.noteSignIn(facility, at)),
    putFacility: (facility) => group.write(() => facilities.put(facility)),
    facility: async (code) => facilities.get(code),
    facilities: async () => facilities.all(),
    putKeys: (code, keys) => group.write(() => facilities.putKeys(code, keys)),
    keys: async (code) => facilities.keys(code),
    async signingKey(make) {
      const kept = settings.signingKey();
      if (kept !== undefined) return kept;
      const made = await make();
      return group.write(() => settings.keepSigningKey(made));
    },

    facts: readFacts,
    evidence: async (filter) => evidence.counts(filter),
    lastRecords: async () => evidence.lastRecords(),
    audit: async (fromSequence, limit) => audit.read(fromSequence, limit),
    appendAudit: (at, entry) => group.write(() => audit.append(at, entry)),

    probe: () => group.write(() => settings.probe()),
    backup: (file) => backupDatabase(databaseFile(dataDir), file),
    async close() {
      group.close();
      db.close();
      release();
    },
  };
}
