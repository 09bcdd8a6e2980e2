import type { Database } from 'better-sqlite3';
import type { Store } from '../../types/store.ts';
import type { EpochMs } from '../../types/submission.ts';
import { createAccept, packSubmission } from './accept.ts';
import { createAuditLog } from './audit-log.ts';
import { backupDatabase } from './backup.ts';
import { createCodeWorklist } from './code-worklist.ts';
import { createCommitGroup } from './commit-group.ts';
import { createLoadDelivery } from './delivery-content.ts';
import { createDeliveryDesk } from './delivery-desk.ts';
import { createTakeLeases } from './delivery-lease.ts';
import { createDeliveryLines } from './delivery-lines.ts';
import { createSettle } from './delivery-settle.ts';
import { createEvidence } from './evidence.ts';
import { createFacilityReads } from './facility-reads.ts';
import { createFacilityRegistry } from './facility-registry.ts';
import { createFacts } from './facts.ts';
import { createRememberJti } from './jti-memory.ts';
import { createJudgements } from './judgements.ts';
import { createKeepRecord } from './keep-record.ts';
import { createPatientReads } from './patient-reads.ts';
import { createPersons } from './persons.ts';
import { createRecordVersions } from './record-versions.ts';
import { createResourceVersions } from './resource-versions.ts';
import { createSettings } from './settings.ts';
import { createWriteTransaction } from './write-transaction.ts';

export interface StoreParts {
  readonly clock: () => EpochMs;
  /** UUIDv7. */
  readonly newId: () => string;
  readonly onClose: () => void;
}

/** The Store port over an open, migrated database: every concern has its statements in one module. */
export function buildStore(db: Database, { clock, newId, onClose }: StoreParts): Store {
  const group = createCommitGroup(createWriteTransaction(db));
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
  const worklist = createCodeWorklist(db);
  const persons = createPersons(db);
  const patients = createPatientReads(db);
  const keepRecord = createKeepRecord({
    records: createRecordVersions(db),
    resources: createResourceVersions(db),
    lines,
    persons,
    worklist,
    newId,
  });
  const accept = createAccept(db, { keepRecord, evidence, audit, clock });
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
    known: async (facility, references) => reads.known(facility, references),
    resource: async (facility, type, id) => reads.resource(facility, type, id),
    current: async (facility, type, id) => patients.current(facility, type, id),
    samePerson: async (facility, patient) => persons.same(facility, patient),
    ofPatients: async (facility, ids, limit) => patients.ofPatients(facility, ids, limit),

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
    judgements: createJudgements(db),
    worklist: async (filter) => worklist.page(filter),
    dropFromWorklist: (ids) => group.write(() => worklist.drop(ids)),
    evidence: async (filter) => evidence.counts(filter),
    lastRecords: async () => evidence.lastRecords(),
    audit: async (fromSequence, limit) => audit.read(fromSequence, limit),
    appendAudit: (at, entry) => group.write(() => audit.append(at, entry)),

    probe: () => group.write(() => settings.probe()),
    backup: (file) => backupDatabase(db.name, file),
    async close() {
      group.close();
      db.close();
      onClose();
    },
  };
}
