import { createQueueDesk } from '../../desk/queue-desk.ts';
import { identitiesOf } from '../../fhir/record-identity.ts';
import type { StoredRecord } from '../../types/intake.ts';
import type { Store } from '../../types/store.ts';
import type { FacilityCode } from '../../types/submission.ts';
import type { CliIo } from '../command.ts';
import { OperationFailed } from '../failures.ts';
import { readLanguage } from '../language.ts';
import { withExistingStore } from '../open-store.ts';
import { operatorOf } from '../operator.ts';
import { parseOptions, refuseExtra, required } from '../parse-options.ts';
import { WORDS } from './words.ts';

const TEXT = { type: 'string' } as const;

/** `queue release RECORD`: the newest quarantined version of a record is taken for accepted, and goes where it was to go. */
export async function release(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { facility: TEXT, reason: TEXT, lang: TEXT });
  const key = required(positionals[0], 'RECORD');
  refuseExtra(positionals, 1);
  const facility = required(values.facility, '--facility');
  const reason = required(values.reason, '--reason');
  const words = WORDS[readLanguage(values.lang)];
  const outcome = await withExistingStore(io, async (store) => {
    const record = await findQuarantined(store, facility, key);
    if (record === undefined) throw new OperationFailed(`${facility} has no record ${key} in quarantine`);
    const desk = createQueueDesk({ store, notifies: () => false, clock: io.clock });
    return desk.release({ recordId: record.id, facility, key: record.key, reason }, operatorOf(io));
  });
  if (outcome === 'unknown') throw new OperationFailed('the record is no longer in quarantine');
  io.stdout.write(values.json ? `${JSON.stringify({ outcome })}\n` : `${words[outcome](key)}\n`);
  return 0;
}

/** Among the submissions that brought it, newest first. */
async function findQuarantined(store: Store, facility: FacilityCode, key: string): Promise<StoredRecord | undefined> {
  const found = await Promise.all(identitiesOf(key).map((identity) => store.submissionsOfRecord(facility, identity)));
  return found
    .flat()
    .toSorted((a, b) => b.receivedAt - a.receivedAt)
    .flatMap(({ records }) => records)
    .find(({ state }) => state === 'quarantined');
}
