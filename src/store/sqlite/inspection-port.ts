import type { InspectionPort } from '../../types/inspection.ts';
import { createDestinationReads } from './destination-reads.ts';
import type { PortParts } from './port-parts.ts';
import { createRecordReads } from './record-reads.ts';

/** What staff look into, across facilities. */
export function createInspectionPort({ db }: Pick<PortParts, 'db'>): InspectionPort {
  const records = createRecordReads(db);
  const destinations = createDestinationReads(db);
  return {
    recordsByKey: async (identities, facility, limit) => records.byKey(identities, facility, limit),
    recordsOfSubmission: async (submissionId, limit) => records.ofSubmission(submissionId, limit),
    recordsOfPerson: async (number, limit) => records.ofPerson(number, limit),
    recordsReceived: async (filter) => records.received(filter),
    inspect: async (recordId) => records.inspect(recordId),
    contentOf: async (recordId) => records.content(recordId),
    deliveriesOf: async (recordId) => destinations.ofRecord(recordId),
    heldReasons: async () => destinations.heldReasons(),
    heldDeliveries: async (filter) => destinations.held(filter),
    arrivals: async (ids, since) => destinations.arrivals(ids, since),
    nextDue: async (ids) => destinations.nextDue(ids),
  };
}
