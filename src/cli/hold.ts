import type { Hold } from '../types/retention.ts';
import type { CliIo, Command } from './command.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { instantText } from './instant-text.ts';
import { readLanguage } from './language.ts';
import { withStore } from './open-store.ts';
import { OPERATIONS_WORDS } from './operations-words.ts';
import { auditOperator, operatorOf } from './operator.ts';
import { parseOptions, refuseExtra, required } from './parse-options.ts';
import { renderTable } from './text-table.ts';

/** `hold`: what retention must not touch. */
export const hold: Command = {
  name: 'hold',
  summary: 'keep records from retention',
  usage: `Usage: lien-thong hold add --facility CODE [--record KEY] --reason TEXT
       lien-thong hold list
       lien-thong hold drop ID --reason TEXT

add     retention lets go of nothing of this record (MA_LK or document id), or of nothing of the facility
list    all holds
drop    ends a hold: what is past its time goes at the next run

Works on the gateway's store, also while the gateway runs. Both 'add' and 'drop' stand in the audit log with who, when and the
reason. Do not write anything of a patient into a reason.

  --facility CODE    whose records
  --record KEY       one record; all of the facility's when it is left out
  --reason TEXT      why, for example the number of the case
  --lang vi|en       language of the output (default vi)
  --json             machine output`,

  async run(args, io) {
    const [verb, ...rest] = args;
    if (verb === 'add') return add(rest, io);
    if (verb === 'list') return list(rest, io);
    if (verb === 'drop') return drop(rest, io);
    throw new UsageError("expected 'hold add', 'hold list' or 'hold drop'");
  },
};

const TEXT = { type: 'string' } as const;

async function add(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { facility: TEXT, record: TEXT, reason: TEXT, lang: TEXT });
  const words = OPERATIONS_WORDS[readLanguage(values.lang)];
  refuseExtra(positionals, 0);
  const facility = required(values.facility, '--facility');
  const reason = required(values.reason, '--reason');
  const put: Hold = {
    id: io.newId(),
    facility,
    recordKey: values.record ?? null,
    at: io.clock(),
    by: operatorOf(io),
    reason,
  };
  await withStore(io, async (store) => {
    if ((await store.facility(facility)) === undefined) throw new OperationFailed(`${facility} is not registered`);
    const details = { facility, ...(values.record === undefined ? {} : { record: values.record }), reason };
    await auditOperator(store, io, { event: 'hold', object: put.id, details });
    await store.putHold(put);
  });
  const told = words.held(put.id, put.recordKey ?? words.everything, facility);
  io.stdout.write(values.json ? `${JSON.stringify(put)}\n` : `${told}\n`);
  return 0;
}

async function list(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { lang: TEXT });
  const words = OPERATIONS_WORDS[readLanguage(values.lang)];
  refuseExtra(positionals, 0);
  const holds = await withStore(io, (store) => store.holds());
  const rows = holds.map(({ id, facility, recordKey, at, by, reason }) => [
    id,
    facility,
    recordKey ?? words.everything,
    instantText(at),
    by,
    reason,
  ]);
  const table = renderTable(words.holds, rows);
  io.stdout.write(values.json ? `${JSON.stringify(holds)}\n` : table);
  return 0;
}

async function drop(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { reason: TEXT, lang: TEXT });
  const words = OPERATIONS_WORDS[readLanguage(values.lang)];
  const id = required(positionals[0], 'ID');
  refuseExtra(positionals, 1);
  const reason = required(values.reason, '--reason');
  const dropped = await withStore(io, async (store) => {
    const known = (await store.holds()).find((one) => one.id === id);
    if (known === undefined) return false;
    const { facility, recordKey } = known;
    const details = { facility, ...(recordKey === null ? {} : { record: recordKey }), reason };
    await auditOperator(store, io, { event: 'unhold', object: id, details });
    return store.dropHold(id);
  });
  if (!dropped) throw new OperationFailed('there is no such hold');
  io.stdout.write(values.json ? `${JSON.stringify({ dropped: id })}\n` : `${words.dropped(id)}\n`);
  return 0;
}
