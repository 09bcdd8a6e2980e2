import type { InspectedDelivery, InspectedRecord, RecordHandle } from '../types/inspection.ts';
import { readFaults } from './delivery-outcome.ts';

/** A record version as lists read it. */
export type HandleRow = Omit<RecordHandle, 'broken'> & { readonly broken: string };
/** A record version with what is kept beside its content. */
export type InspectedRow = Omit<InspectedRecord, 'broken'> & { readonly broken: string };
/** A delivery with the record version that it is of. */
export type InspectedDeliveryRow = Omit<InspectedDelivery, 'hasTurn' | 'faults'> & {
  readonly hasTurn: 0 | 1 | boolean;
  readonly faults: string | null;
};

/** What lists name a record version by. */
export function toHandle<Row extends HandleRow>(row: Row): Omit<Row, 'broken'> & Pick<RecordHandle, 'broken'> {
  return { ...row, broken: JSON.parse(row.broken) as string[] };
}

/** The delivery of a row. */
export function toInspectedDelivery({ hasTurn, faults, ...row }: InspectedDeliveryRow): InspectedDelivery {
  return { ...row, hasTurn: hasTurn === true || hasTurn === 1, faults: readFaults(faults) };
}

/** Columns of a `HandleRow`; `as` writes a name as the database wants it. */
export const handleColumns = (as: (name: string) => string): string => `
  record.id, record.facility, record.record_key AS ${as('identity')}, record.kind, submission.format, record.state,
  record.version, record.repetition, record.received_at AS ${as('receivedAt')}, record.superseded_at AS ${as('supersededAt')},
  submission.id AS ${as('submissionId')}, record.position, record.broken`;

/** The further columns of an `InspectedRow`. */
export const inspectedColumns = (as: (name: string) => string): string => `
  submission.sha256, submission.content_type AS ${as('contentType')}, record.patient, record.mapping, record.policy,
  record.count, record.resource_count AS ${as('resourceCount')}, record.outcome,
  record.released_at AS ${as('releasedAt')}, record.kept`;

/** Columns of an `InspectedDeliveryRow`; the record is that which is owed. */
export const deliveryColumns = (as: (name: string) => string): string => `
  delivery.id, delivery.destination, owed.facility, owed.kind, owed.record_key AS ${as('recordKey')},
  owed.id AS ${as('recordId')}, delivery.state, delivery.attempts, delivery.queued_at AS ${as('queuedAt')},
  delivery.due_at AS ${as('dueAt')}, delivery.deadline, delivery.delivered_at AS ${as('deliveredAt')}, delivery.receipt,
  delivery.reason, delivery.turn = 1 OR delivery.state NOT IN ('queued', 'sending', 'unknown') AS ${as('hasTurn')},
  delivery.faults`;
