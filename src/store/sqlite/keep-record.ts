import type { Resource } from '@medplum/fhirtypes';
import { isProtected } from '../../fhir/protected.ts';
import type { RecordEvidence } from '../../types/mapped-record.ts';
import type { RecordToStore } from '../../types/store.ts';
import { type EvidenceKind, evidenceKinds, evidenceOf, isOfCare } from '../evidence-kinds.ts';
import { type RecordContent, unpackRecord } from '../record-content.ts';
import type { CodeWorklist } from './code-worklist.ts';
import type { DeliveryLines } from './delivery-lines.ts';
import type { Persons } from './persons.ts';
import type { CurrentVersion, RecordPlace, RecordVersions } from './record-versions.ts';
import type { ResourceVersions } from './resource-versions.ts';

export interface KeepRecordDeps {
  readonly records: RecordVersions;
  readonly resources: ResourceVersions;
  readonly lines: DeliveryLines;
  readonly persons: Persons;
  readonly worklist: CodeWorklist;
  readonly newId: () => string;
}

/** Where a record comes from and where it is owed to. */
export interface RecordContext {
  readonly place: RecordPlace;
  readonly destinations: readonly string[];
}

interface NewVersion {
  readonly record: RecordToStore;
  readonly content: RecordContent;
  readonly evidence: RecordEvidence;
}

/**
 * Inside a transaction: keeps one record of a submission, and gives the counters that it adds to. The same content as
 * the current version is a repetition and changes nothing else. Only an accepted version touches resources and is owed
 * to destinations.
 */
export type KeepRecord = (
  record: RecordToStore,
  content: RecordContent,
  context: RecordContext,
) => readonly EvidenceKind[];

/** Keeps records by means of the tables given. */
export function createKeepRecord({ records, resources, lines, persons, worklist, newId }: KeepRecordDeps): KeepRecord {
  function keepAccepted(
    { record, content, evidence }: NewVersion,
    { place, destinations }: RecordContext,
    previous: CurrentVersion | undefined,
  ): void {
    const { facility } = place;
    const previousPayload = previous === undefined ? undefined : records.payload(facility, previous.sequence);
    const removed = resources.removedBy(facility, record, previousPayload);
    const sequence = records.addVersion(place, record, evidence, content, openOf(removed, previousPayload));
    resources.write(facility, content.resources, sequence, {
      resources: record.resources,
      isProvisional: evidence.source === 'check-in',
    });
    resources.remove(facility, removed, sequence);
    persons.note(facility, record.resources);
    const line = `${facility}/${record.patient ?? record.key}`;
    for (const destination of destinations) {
      lines.append({ id: newId(), record: sequence, destination, line, queuedAt: place.receivedAt });
    }
  }

  /** Counts the codes of a record that is kept, once for each content that it had: the same again is no news. */
  function noteCodes({ key, unmapped, state }: RecordToStore, { digest }: RecordContent, place: RecordPlace): void {
    if (unmapped.length === 0 || state === 'refused' || records.wasKept(place.facility, key, digest)) return;
    worklist.note(place.facility, place.receivedAt, unmapped);
  }

  return (record, content, context) => {
    const { place } = context;
    const { format } = place;
    const evidence = evidenceOf(record, format);
    noteCodes(record, content, place);
    if (record.state !== 'accepted') {
      records.addVersion(place, record, evidence, content, []);
      return evidenceKinds(record.state, evidence, false);
    }
    const current = records.current(place.facility, record.key);
    // What reception knew is no news of an episode that came whole: the check-in is kept, and changes nothing.
    if (current !== undefined && evidence.source === 'check-in' && current.source !== 'check-in') {
      records.addRepetition(place, record, { ...evidence, endOfCare: current.endOfCare }, current);
    } else if (current?.content.equals(content.digest)) records.addRepetition(place, record, evidence, current);
    else keepAccepted({ record, content, evidence }, context, current);
    return evidenceKinds(record.state, evidence, current === undefined && isOfCare(format));
  };
}

/** What destinations are to remove. They never got what was protected, and a removal would tell them of it. */
function openOf(removed: readonly string[], previousPayload: Buffer | undefined): readonly string[] {
  if (removed.length === 0 || previousPayload === undefined) return removed;
  const hidden = new Set(unpackRecord(previousPayload).filter(isProtected).map(referenceOf));
  return removed.filter((reference) => !hidden.has(reference));
}

const referenceOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id}`;
