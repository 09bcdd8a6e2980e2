import { toLocalInstant } from '../fhir/local-time.ts';
import type { DeliveryState } from '../types/receipt.ts';
import type { DeliveryRow, QueueDepth, Store } from '../types/store.ts';
import type { CliIo, Command } from './command.ts';
import { UsageError } from './failures.ts';
import { withStore } from './open-store.ts';
import { oneOf, parseOptions, refuseExtra } from './parse-options.ts';
import { renderTable } from './text-table.ts';

const STATES: readonly DeliveryState[] = ['queued', 'sending', 'delivered', 'refused', 'unknown', 'parked'];
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;

/** `queue`: deliveries per destination. */
export const queue: Command = {
  name: 'queue',
  summary: 'list, retry or park deliveries',
  usage: `Usage: lien-thong queue list [--destination ID] [--state STATE] [--limit N]
       lien-thong queue retry (--id DELIVERY | --destination ID)
       lien-thong queue park (--id DELIVERY | --destination ID)

list    how many deliveries stand in each state, and the deliveries themselves (100, or --limit up to ${MAX_LIMIT})
retry   puts parked, refused and unknown deliveries back into the queue
park    takes queued deliveries out of it until 'retry'

Works on the store in DATA_DIR (default ./data), also while the gateway runs.

  --id DELIVERY      one delivery
  --destination ID   all deliveries to one destination
  --state STATE      ${STATES.join(', ')}
  --json             machine output`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, {
      destination: { type: 'string' },
      id: { type: 'string' },
      state: { type: 'string' },
      limit: { type: 'string' },
    });
    const [verb] = positionals;
    refuseExtra(positionals, 1);
    const state = oneOf(values.state, STATES, '--state');
    const { id, destination, limit, json = false } = values;
    if (verb === 'list') {
      refuseOption(id, '--id', verb);
      const filter = { ...optional('destination', destination), ...optional('state', state) };
      return list({ ...filter, limit: readLimit(limit) }, json, io);
    }
    if (verb !== 'retry' && verb !== 'park')
      throw new UsageError("expected 'queue list', 'queue retry' or 'queue park'");
    refuseOption(state, '--state', verb);
    refuseOption(limit, '--limit', verb);
    if ((id === undefined) === (destination === undefined)) throw new UsageError('give either --id or --destination');
    return move(verb, { ...optional('id', id), ...optional('destination', destination) }, json, io);
  },
};

type ListFilter = Parameters<Store['deliveries']>[0];

async function list(filter: ListFilter, json: boolean, io: CliIo): Promise<number> {
  const [depths, deliveries] = await withStore(io, (store) =>
    Promise.all([store.queueDepths(), store.deliveries(filter)]),
  );
  io.stdout.write(json ? `${JSON.stringify({ depths, deliveries })}\n` : renderQueue(depths, deliveries));
  return 0;
}

async function move(
  action: 'retry' | 'park',
  filter: { readonly id?: string; readonly destination?: string },
  json: boolean,
  io: CliIo,
): Promise<number> {
  const moved = await withStore(io, (store) => store.moveDeliveries(action, filter, io.clock()));
  io.stdout.write(json ? `${JSON.stringify({ moved })}\n` : `${moved} ${moved === 1 ? 'delivery' : 'deliveries'}\n`);
  if (moved > 0 || filter.id === undefined) return 0;
  io.stderr.write(`there is no such delivery to ${action}\n`);
  return 1;
}

function renderQueue(depths: readonly QueueDepth[], deliveries: readonly DeliveryRow[]): string {
  const depthRows = depths.map(({ destination, state, count, oldestQueuedAt }) => [
    destination,
    state,
    String(count),
    oldestQueuedAt === null ? '' : toLocalInstant(oldestQueuedAt),
  ]);
  const rows = deliveries.map(({ id, destination, facility, recordKey, state, attempts, queuedAt, reason }) => [
    id,
    destination,
    facility,
    recordKey,
    state,
    String(attempts),
    toLocalInstant(queuedAt),
    reason ?? '',
  ]);
  return [
    renderTable(['destination', 'state', 'count', 'oldest queued'], depthRows),
    renderTable(['delivery', 'destination', 'facility', 'record', 'state', 'attempts', 'queued', 'reason'], rows),
  ].join('\n');
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw new UsageError(`--limit must be 1 to ${MAX_LIMIT}`);
  return limit;
}

function refuseOption(value: string | undefined, option: string, verb: string): void {
  if (value !== undefined) throw new UsageError(`${option} does not belong to 'queue ${verb}'`);
}

/** `{ name: value }`, or nothing when there is no value: the store's filters are exact about absent members. */
function optional<N extends string, V>(name: N, value: V | undefined): { readonly [name in N]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [name in N]?: V };
}
