import { createQueueDesk } from '../../desk/queue-desk.ts';
import type { DeliveryMove } from '../../types/delivery.ts';
import type { DeliveryState } from '../../types/receipt.ts';
import type { CliIo } from '../command.ts';
import { UsageError } from '../failures.ts';
import { readLanguage } from '../language.ts';
import { withExistingStore } from '../open-store.ts';
import { operatorOf } from '../operator.ts';
import { parseOptions, refuseExtra } from '../parse-options.ts';
import { describeFilter, FILTER_OPTIONS, readFilters } from './filter.ts';
import { WORDS } from './words.ts';

/** `queue retry`: parked, refused and unknown deliveries go back into the queue. */
export function retry(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, FILTER_OPTIONS);
  refuseExtra(positionals, 0);
  return move('retry', values, {}, io);
}

/** `queue park`: queued deliveries wait for a person. Here `--reason` is a person's own word, for the audit log. */
export function park(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, FILTER_OPTIONS);
  refuseExtra(positionals, 0);
  const { reason, ...filter } = values;
  return move('park', filter, reason === undefined ? {} : { why: reason }, io);
}

/** Where each of them takes deliveries from. */
const FROM: Readonly<Record<DeliveryMove['action'], readonly DeliveryState[]>> = {
  retry: ['parked', 'refused', 'unknown'],
  park: ['queued'],
};

type Values = Parameters<typeof describeFilter>[0] & { readonly json?: boolean | undefined };

async function move(
  action: DeliveryMove['action'],
  { json = false, ...filter }: Values,
  told: Readonly<Record<string, string>>,
  io: CliIo,
): Promise<number> {
  if (filter.id === undefined && filter.destination === undefined && filter.facility === undefined)
    throw new UsageError('give --id, --destination or --facility');
  const words = WORDS[readLanguage(filter.lang)];
  const now = io.clock();
  const filters = readFilters(filter, now);
  if (filters.some(({ state }) => state !== undefined && !FROM[action].includes(state)))
    throw new UsageError(`queue ${action} moves ${FROM[action].join(', ')} deliveries only`);
  const moved = await withExistingStore(io, (store) => {
    const desk = createQueueDesk({ store, notifies: () => false, clock: () => now });
    return desk.move({ action, filters, told: { ...describeFilter(filter), ...told } }, operatorOf(io));
  });
  io.stdout.write(json ? `${JSON.stringify({ moved })}\n` : `${words.moved(moved)}\n`);
  if (moved > 0 || filter.id === undefined) return 0;
  io.stderr.write(`${words.nothingMoved}\n`);
  return 1;
}
