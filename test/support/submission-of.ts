import { createHash } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import { v7 as uuidv7 } from 'uuid';
import type { SubmissionToStore } from '../../src/types/intake.ts';

/** An accepted submission of one record, ready for `store.accept`. */
export function submissionOf(record: {
  readonly facility: string;
  readonly recordKey: string;
  readonly resources: readonly Resource[];
  /** Id of the patient, without type. */
  readonly patient: string;
  /** Destinations. */
  readonly owed: readonly string[];
}): SubmissionToStore {
  const { facility, recordKey, resources, patient, owed } = record;
  const bytes = Buffer.from(JSON.stringify(resources));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    id: uuidv7(),
    facility,
    idempotencyKey: sha256,
    sha256,
    bytes,
    contentType: 'application/fhir+json',
    channel: 'submissions',
    format: 'fhir-json',
    state: 'accepted',
    receivedAt: Date.now(),
    response: null,
    outcome: null,
    records: [
      {
        id: uuidv7(),
        key: recordKey,
        kind: 'fhir',
        position: 1,
        count: resources.length,
        state: 'accepted',
        outcome: '{"resourceType":"OperationOutcome","issue":[]}',
        resources,
        deletes: [],
        replacesEpisode: true,
        patient: `Patient/${patient}`,
        evidence: {
          source: 'emr',
          encounter: recordKey,
          endOfCare: null,
          level: 1,
          sectionsDue: [],
          sectionsPresent: [],
          identity: false,
          signed: false,
        },
        mapping: 'fhir-json@1',
        policy: 'default@1+0/enforced',
        broken: [],
        unmapped: [],
        owed: owed.map((destination) => ({ destination, deadline: null })),
      },
    ],
  };
}
