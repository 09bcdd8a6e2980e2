import type { IntakePort } from '../../types/intake.ts';
import { createBecomeCurrent } from '../become-current.ts';
import { createKeepRecord } from '../keep-record.ts';
import { packSubmission } from '../pack-submission.ts';
import { sealPersons } from '../programme-subjects.ts';
import { createReleaseRecord } from '../release-record.ts';
import { createResourceVersions } from '../resource-versions.ts';
import { createAccept } from './accept.ts';
import { createDeliveryLines } from './delivery-lines.ts';
import { createFacilityReads } from './facility-reads.ts';
import type { PortParts } from './port-parts.ts';
import { createQuarantinedVersions } from './quarantined-versions.ts';
import { createRecordVersions } from './record-versions.ts';
import { createResourceRows } from './resource-rows.ts';

/** Taking submissions, and showing them to their senders again. */
export function createIntakePort(parts: PortParts): IntakePort {
  const { db, group, evidence, settings, newId } = parts;
  const reads = createFacilityReads(db);
  const records = createRecordVersions(db);
  const becomeCurrent = createBecomeCurrent({
    ...parts,
    resources: createResourceVersions(createResourceRows(db)),
    lines: createDeliveryLines(db),
  });
  const keepRecord = createKeepRecord({ ...parts, records, becomeCurrent });
  const accept = createAccept(db, { ...parts, keepRecord });
  const quarantined = createQuarantinedVersions(db);
  const release = createReleaseRecord({ quarantined, records, becomeCurrent, evidence });
  // Made by the first record that tells of a person.
  const subjectKey = () => settings.subjectKey() ?? group.write(() => settings.keepSubjectKey(`${newId()}${newId()}`));
  return {
    async accept(submission) {
      const packed = await sealPersons(packSubmission(submission), subjectKey);
      return group.write(() => accept(packed), packed.size);
    },
    findByKey: async (facility, key) => reads.findByKey(facility, key),
    submission: async (facility, id) => reads.submission(facility, id),
    submissionsOfRecord: async (facility, recordKey) => reads.submissionsOfRecord(facility, recordKey),
    rawBytes: async (facility, id) => reads.rawBytes(facility, id),
    releaseRecord: (recordId, now) => group.write(() => release(recordId, now)),
  };
}
