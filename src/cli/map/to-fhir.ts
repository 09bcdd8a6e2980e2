import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { ruleSystemOf } from '../../fhir/identifier-systems.ts';
import { toOperationOutcome } from '../../fhir/operation-outcome.ts';
import type { Line } from '../../line.ts';
import type { MappedRecord } from '../../types/mapped-record.ts';
import type { CliIo } from '../command.ts';
import { readOfflineFile } from '../offline-file.ts';
import { renderOutcome } from '../receipt-text.ts';
import type { MapFile } from './mapped-file.ts';

/** Maps files onto FHIR R4: a Bundle of type collection a line, one for each record. */
export function createFhirMapping(line: Line, io: CliIo): MapFile {
  return async (path) => {
    const { envelope, records } = await readOfflineFile(line, path, io);
    const outcome = toOperationOutcome(envelope.issues, ruleSystemOf(line.systems));
    const mapped = records.map((record) => record.mapped);
    return {
      path,
      messages: envelope.issues.length === 0 ? [] : renderOutcome(outcome, 'en'),
      failed: envelope.issues.some(({ rule }) => rule.severity === 'fatal'),
      text: mapped.map(({ resources }) => `${JSON.stringify(toCollection(resources, line.systems.base))}\n`).join(''),
      extension: '.ndjson',
      records: mapped,
      report: undefined,
    };
  };
}

/** References are `Type/id`: the full URLs are those of one server, so that they lead to the entries (R4, Bundle.entry.fullUrl). */
function toCollection(resources: MappedRecord['resources'], base: string): Bundle {
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map(
      (resource): BundleEntry => ({ fullUrl: `${base}/${resource.resourceType}/${resource.id}`, resource }),
    ),
  };
}
