import type { InspectionPort } from '../../types/inspection.ts';
import type { Database } from './database.ts';
import { createDestinationReads } from './destination-reads.ts';
import { createRecordReads } from './record-reads.ts';

/** What staff look into, across facilities. */
export function createInspectionPort(database: Database): InspectionPort {
  return { ...createRecordReads(database), ...createDestinationReads(database) };
}
