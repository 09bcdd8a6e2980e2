import { createQueueDesk } from '../../desk/queue-desk.ts';
import type { Store } from '../../types/store.ts';
import type { CliIo } from '../command.ts';
import { OperationFailed } from '../failures.ts';
import { instantText } from '../instant-text.ts';
import { readLanguage } from '../language.ts';
import { withExistingStore } from '../open-store.ts';
import { operatorOf } from '../operator.ts';
import { parseOptions, refuseExtra, required } from '../parse-options.ts';
import { configAtHand } from './config-at-hand.ts';
import { WORDS } from './words.ts';

const TEXT = { type: 'string' } as const;

/** `queue stop DESTINATION`: nothing is sent there by any gateway on this store until it is started again. */
export async function stop(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { reason: TEXT, lang: TEXT });
  const destination = required(positionals[0], 'DESTINATION');
  refuseExtra(positionals, 1);
  const reason = required(values.reason, '--reason');
  const words = WORDS[readLanguage(values.lang)];
  const put = await withExistingStore(io, async (store) => {
    if (!(await isKnown(store, destination, io)))
      throw new OperationFailed(`nothing was ever owed to ${destination}, and LT_CONFIG names no such destination`);
    return deskOf(store, io).stop(destination, reason, operatorOf(io));
  });
  io.stdout.write(values.json ? `${JSON.stringify(put)}\n` : `${words.stopped(destination, instantText(put.at))}\n`);
  return 0;
}

/** `queue start DESTINATION`: it goes on. */
export async function start(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { lang: TEXT });
  const destination = required(positionals[0], 'DESTINATION');
  refuseExtra(positionals, 1);
  const words = WORDS[readLanguage(values.lang)];
  await withExistingStore(io, async (store) => {
    if (!(await deskOf(store, io).start(destination, operatorOf(io))))
      throw new OperationFailed(`${destination} is not stopped`);
  });
  io.stdout.write(values.json ? `${JSON.stringify({ started: destination })}\n` : `${words.started(destination)}\n`);
  return 0;
}

/** A misspelt name would stop nothing, and nobody would notice. */
async function isKnown(store: Store, destination: string, io: CliIo): Promise<boolean> {
  const [owed] = await store.deliveries({ destination, limit: 1 });
  return owed !== undefined || ((await configAtHand(io))?.destinations ?? []).some(({ id }) => id === destination);
}

function deskOf(store: Store, { clock }: CliIo) {
  return createQueueDesk({ store, notifies: () => false, clock });
}
