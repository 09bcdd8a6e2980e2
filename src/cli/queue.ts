import type { CliIo, Command } from './command.ts';
import { UsageError } from './failures.ts';
import { STATES } from './queue/filter.ts';
import { list, MAX_LIMIT } from './queue/list.ts';
import { park, retry } from './queue/move.ts';
import { release } from './queue/release.ts';
import { settle } from './queue/settle.ts';
import { show } from './queue/show.ts';
import { start, stop } from './queue/stop.ts';

type Run = (args: readonly string[], io: CliIo) => Promise<number>;

const VERBS: ReadonlyMap<string, Run> = new Map([
  ['list', list],
  ['show', show],
  ['retry', retry],
  ['park', park],
  ['settle', settle],
  ['release', release],
  ['stop', stop],
  ['start', start],
]);

/** `queue`: what is owed to destinations, and what a person does about it. */
export const queue: Command = {
  name: 'queue',
  summary: 'list, show, retry, park or settle deliveries, release records, stop destinations',
  usage: `Usage: lien-thong queue list [FILTER] [--limit N]
       lien-thong queue show DELIVERY [--bytes N --out FILE]
       lien-thong queue retry FILTER
       lien-thong queue park FILTER [--reason TEXT]
       lien-thong queue settle --id DELIVERY --receipt ID --reason TEXT
       lien-thong queue release RECORD --facility CODE --reason TEXT
       lien-thong queue stop DESTINATION --reason TEXT
       lien-thong queue start DESTINATION

list      how many deliveries stand where, stopped destinations, and those that have not arrived, with what each waits
          for, newest first (100, or --limit up to ${MAX_LIMIT}); with --record, --id or --state delivered what arrived too
show      one delivery with its attempts; --bytes N writes exactly what attempt N sent into FILE
retry     puts parked, refused and unknown deliveries back into the queue. What may be in effect at the receiver is sent
          again as it was; of what was refused a new message is made
park      takes queued deliveries out of the queue until 'retry'
settle    a parked or unknown delivery whose message may have arrived is delivered: you asked the receiver, it has it under that
          id of its own (the facility's webhook is told, with LT_CONFIG as the gateway has it)
release   takes the newest version of a quarantined record (MA_LK or document id) for accepted: it is forwarded
stop      sends nothing more to a destination, whatever gateway is running, until 'start'

FILTER, everything that is given has to hold; retry and park want --id, --destination or --facility:
  --id DELIVERY      one delivery
  --destination ID   to one destination
  --facility CODE    of one facility
  --record KEY       of one record (MA_LK or document id)
  --state STATE      ${STATES.join(', ')}
  --reason CODE      whose last outcome was this: timeout, http-503 … (of 'park' it is why you park)
  --late             not delivered, and past their deadline

Works on the gateway's store, also while the gateway runs. What changes something, and who looked at a message, stands in the
audit log with who, when and the reason. Do not write anything of a patient into a reason.

  --lang vi|en       language of the output (default vi)
  --json             machine output`,

  async run(args, io) {
    const [verb, ...rest] = args;
    const run = VERBS.get(verb ?? '');
    if (run === undefined) throw new UsageError(`expected 'queue' and one of ${[...VERBS.keys()].join(', ')}`);
    return run(rest, io);
  },
};
