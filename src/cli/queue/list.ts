import { type Waiting, whyWaiting } from '../../fhir/delivery-waiting.ts';
import { keyOfIdentity } from '../../fhir/record-identity.ts';
import type { DeliveryRow, DestinationStop, QueueDepth } from '../../types/delivery.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { CliIo } from '../command.ts';
import { deliveryState } from '../delivery-text.ts';
import { UsageError } from '../failures.ts';
import { instantText } from '../instant-text.ts';
import { readLanguage } from '../language.ts';
import { withExistingStore } from '../open-store.ts';
import { parseOptions, refuseExtra } from '../parse-options.ts';
import { renderTable } from '../text-table.ts';
import { FILTER_OPTIONS, readListFilters } from './filter.ts';
import { WORDS } from './words.ts';

const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 10_000;

interface Queue {
  /** Of all destinations, whatever the filter says. */
  readonly depths: readonly QueueDepth[];
  readonly stops: readonly DestinationStop[];
  readonly deliveries: readonly (DeliveryRow & { readonly waiting: Waiting | null })[];
}

/** `queue list`: how much stands where, which destinations are stopped, and the deliveries with what they wait for. */
export async function list(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...FILTER_OPTIONS, limit: { type: 'string' } });
  refuseExtra(positionals, 0);
  const language = readLanguage(values.lang);
  const limit = readLimit(values.limit);
  const now = io.clock();
  const filters = readListFilters(values, now);
  const queue = await withExistingStore(io, async (store): Promise<Queue> => {
    const [depths, stops, ...found] = await Promise.all([
      store.queueDepths(now),
      store.destinationStops(),
      ...filters.map((filter) => store.deliveries({ ...filter, limit })),
    ]);
    const rows = found.flat().toSorted((a, b) => b.queuedAt - a.queuedAt);
    const stopOf = new Map(stops.map((stop) => [stop.destination, stop]));
    const failing = new Map(rows.filter(isFailing).map(({ destination, reason }) => [destination, reason]));
    const deliveries = rows.slice(0, limit).map((row) => ({
      ...row,
      waiting: whyWaiting(row, { stop: stopOf.get(row.destination), failing: failing.get(row.destination) }, now),
    }));
    return { depths, stops, deliveries };
  });
  io.stdout.write(values.json ? `${JSON.stringify(queue)}\n` : renderQueue(queue, now, language));
  return 0;
}

/** Its destination did not do what it should: others to it may wait for the same, without a reason of their own. */
function isFailing({ state, reason }: DeliveryRow): boolean {
  return reason !== null && (state === 'queued' || state === 'unknown');
}

function renderQueue({ depths, stops, deliveries }: Queue, now: EpochMs, language: 'vi' | 'en'): string {
  const words = WORDS[language];
  const stopRows = stops.map(({ destination, at, by, reason }) => [destination, instantText(at), by, reason]);
  const depthRows = depths.map(({ destination, state, count, late, oldestQueuedAt }) => [
    destination,
    deliveryState(state, language),
    String(count),
    String(late),
    instant(oldestQueuedAt),
  ]);
  const rows = deliveries.map((row) => [
    row.id,
    row.destination,
    row.facility,
    keyOfIdentity(row.recordKey),
    row.kind,
    deliveryState(row.state, language),
    String(row.attempts),
    `${instant(row.deadline)}${isLate(row, now) ? ` ${words.late}` : ''}`,
    row.waiting?.text[language] ?? '',
  ]);
  return [
    ...(stopRows.length === 0 ? [] : [renderTable(words.stops, stopRows)]),
    depthRows.length === 0 ? `${words.empty}\n` : renderTable(words.depths, depthRows),
    ...(rows.length === 0 ? [] : [renderTable(words.deliveries, rows)]),
  ].join('\n');
}

/** True for what came after its deadline, and for what has not come and whose deadline is over. */
export function isLate({ deadline, deliveredAt }: DeliveryRow, now: EpochMs): boolean {
  return deadline !== null && (deliveredAt ?? now) > deadline;
}

function instant(at: EpochMs | null): string {
  return at === null ? '' : instantText(at);
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw new UsageError(`--limit must be 1 to ${MAX_LIMIT}`);
  return limit;
}
