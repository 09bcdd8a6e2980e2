import type { Resource } from '@medplum/fhirtypes';
import { protectingLabels } from '../fhir/protected.ts';
import type { OwedDelivery, ProtectedReference } from '../types/delivery.ts';
import type { RecordToStore } from '../types/intake.ts';
import type { KeptResource } from '../types/packed-submission.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { unpackRecord } from './record-content.ts';
import type { ResourceVersions } from './resource-versions.ts';

/** An accepted version that is about to hold: new, or released from quarantine. */
export interface NewestVersion extends Pick<RecordToStore, 'key' | 'patient' | 'deletes' | 'replacesEpisode' | 'owed'> {
  readonly facility: FacilityCode;
  /** The resources as they are kept. */
  readonly content: readonly KeptResource[];
  /** Those of them that are of shared types. */
  readonly shared: readonly Resource[];
  /** Of shared resources it is never taken to tell more than what is there. */
  readonly isProvisional: boolean;
  readonly queuedAt: EpochMs;
}

/** A record version owed to a destination, as it comes into the queue. */
export interface NewDelivery extends OwedDelivery {
  readonly id: string;
  /** Sequence of the record version. */
  readonly record: number;
  /** What goes one after the other: facility and patient, or facility and record when there is no patient. */
  readonly line: string;
  readonly queuedAt: EpochMs;
}

/** What destinations are to remove: `Type/id`. */
export interface Removals {
  readonly open: readonly string[];
  /** Only those to which it may leave ever got it; to the others a removal would tell of it. */
  readonly protected: readonly ProtectedReference[];
}

/** A version that deletes nothing. */
export const NO_REMOVALS: Removals = { open: [], protected: [] };

/**
 * Inside a transaction: makes a version the one that holds. Its resources become current, what it no longer has is removed,
 * and it is owed to its destinations.
 * @param previous payload of the version that held until now
 * @param write writes the version itself, given what destinations are to remove; gives its sequence
 */
export type BecomeCurrent = (
  version: NewestVersion,
  previous: Buffer | undefined,
  write: (removed: Removals) => number,
) => void;

export interface BecomeCurrentDeps {
  readonly resources: ResourceVersions;
  readonly lines: { append(delivery: NewDelivery): void };
  readonly persons: { note(facility: FacilityCode, resources: readonly Resource[]): void };
  readonly newId: () => string;
}

/** Works on the tables given. */
export function createBecomeCurrent({ resources, lines, persons, newId }: BecomeCurrentDeps): BecomeCurrent {
  return (version, previous, write) => {
    const { facility, queuedAt } = version;
    const removed = resources.removedBy(facility, version, previous);
    const record = write(toRemovals(removed, previous));
    resources.write(facility, version.content, record, version);
    resources.remove(facility, removed, record);
    persons.note(facility, version.shared);
    const line = lineOf(facility, version);
    for (const { destination, deadline } of version.owed) {
      lines.append({ id: newId(), record, destination, line, queuedAt, deadline });
    }
  };
}

/** What goes one after the other: all that a facility sends of a patient, or of a record when it names none. */
export function lineOf(facility: FacilityCode, { patient, key }: Pick<RecordToStore, 'patient' | 'key'>): string {
  return `${facility}/${patient ?? key}`;
}

function toRemovals(removed: readonly string[], previous: Buffer | undefined): Removals {
  if (removed.length === 0 || previous === undefined) return { open: removed, protected: [] };
  const labels = new Map(unpackRecord(previous).map((resource) => [referenceOf(resource), protectingLabels(resource)]));
  const labelsOf = (reference: string) => labels.get(reference) ?? [];
  return {
    open: removed.filter((reference) => labelsOf(reference).length === 0),
    protected: removed
      .map((reference) => ({ reference, labels: labelsOf(reference) }))
      .filter((one) => one.labels.length > 0),
  };
}

const referenceOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id}`;
