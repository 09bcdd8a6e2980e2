import { parseConfigFile } from '../../src/config/config-file.ts';
import { createLine } from '../../src/line.ts';
import { createRebuildForm } from '../../src/pipeline/rebuild-form.ts';
import { kindOfRecord } from '../../src/pipeline/record-kind.ts';
import type { LeasedDelivery } from '../../src/types/delivery.ts';
import { RECORD_ID } from './fhir-delivery.ts';
import { leasedDelivery } from './leased-delivery.ts';

const line = await createLine(parseConfigFile('').limits);
/** The way back to the national form, as the gateway goes it. */
export const rebuildForm = createRebuildForm(line);

/** A delivery of the first record of a national file. */
export function nationalDelivery(bytes: Buffer | string, changes: Partial<LeasedDelivery> = {}): LeasedDelivery {
  const facility = changes.facility ?? '99001';
  const step = line.stages
    .decode({
      id: 'test',
      channel: 'submissions',
      bytes: Buffer.from(bytes),
      sha256: '',
      contentType: 'application/xml',
      idempotencyKey: null,
      receivedAt: 0,
    })
    .next();
  if (step.done === true) throw new Error('the file holds no record');
  const record = step.value;
  const { resources, patient } = line.stages.map(facility, record);
  return leasedDelivery({
    facility,
    kind: kindOfRecord(record),
    recordKey: record.key,
    recordId: RECORD_ID,
    resources: JSON.parse(JSON.stringify(resources)),
    patient,
    ...changes,
  });
}
