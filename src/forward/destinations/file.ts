import { parseRecordFileName, recordFileName } from '../../fhir/record-reference.ts';
import type { LeasedDelivery, Message } from '../../types/delivery.ts';
import type { FileDestinationConfig } from '../../types/destination-config.ts';
import type { Destination, Failure, Unsendable } from '../destination.ts';
import type { RebuildForm } from '../national-form.ts';
import { writeLines } from './file-lines.ts';
import { putFile } from './put-file.ts';

/**
 * A folder: one file for each record version, its name the receipt. `ndjson`: a resource a line; `national`: the rebuilt form.
 * The same message again finds its own file there, so a repetition has one effect.
 */
export function createFileDestination(
  { id, folder, form, timeoutMs }: FileDestinationConfig,
  { rebuildForm }: { readonly rebuildForm: RebuildForm },
): Destination {
  const closing = new AbortController();
  return {
    id,
    isIdempotent: true,
    async compose(delivery) {
      return form === 'ndjson' ? composeLines(delivery) : composeForm(delivery, rebuildForm);
    },
    async send({ key, bytes }, { attempt }) {
      if (parseRecordFileName(key) === undefined) return { kind: 'misconfigured', reason: 'file-name' };
      if (closing.signal.aborted) return { kind: 'unknown', reason: 'stopped' };
      const failure = await before(
        AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]),
        putFile({ folder, name: key, attempt }, bytes),
      );
      return failure ?? { kind: 'delivered', receipt: key };
    },
    async close() {
      closing.abort();
    },
  };

  /** A drive that hangs does not answer and cannot be cut off: the work goes on behind, its end is not waited for. */
  async function before(signal: AbortSignal, work: Promise<Failure | undefined>): Promise<Failure | undefined> {
    const cut = Promise.withResolvers<Failure>();
    const onAbort = () => cut.resolve({ kind: 'unknown', reason: closing.signal.aborted ? 'stopped' : 'timeout' });
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([work, cut.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}

function composeLines(delivery: LeasedDelivery): Message | Unsendable {
  if (delivery.resources.length + delivery.removed.length === 0) return { kind: 'refused', reason: 'nothing-to-send' };
  return named(delivery, 'ndjson', 'application/fhir+ndjson', writeLines(delivery));
}

function composeForm(delivery: LeasedDelivery, rebuildForm: RebuildForm): Message | Unsendable {
  if (delivery.resources.length === 0) return { kind: 'refused', reason: 'nothing-to-send' };
  const rebuilt = rebuildForm(delivery);
  if (rebuilt === undefined) return { kind: 'refused', reason: 'no-national-form' };
  if (rebuilt.record.tables.size === 0) return { kind: 'refused', reason: 'nothing-to-send' };
  return rebuilt.record.envelope.syntax === 'json'
    ? named(delivery, 'json', 'application/json', rebuilt.bytes)
    : named(delivery, 'xml', 'application/xml', rebuilt.bytes);
}

/** The name tells record and version, so it is the key under which a repetition finds its own file. */
function named(delivery: LeasedDelivery, extension: string, contentType: string, bytes: Buffer): Message | Unsendable {
  const key = recordFileName(delivery, extension);
  if (parseRecordFileName(key) === undefined) return { kind: 'misconfigured', reason: 'file-name' };
  return { key, contentType, bytes };
}
